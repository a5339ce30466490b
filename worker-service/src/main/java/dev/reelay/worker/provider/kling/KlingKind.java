package dev.reelay.worker.provider.kling;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.VideoProvider;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;

/// Kling. A key belongs to one region; the base says which.
@Singleton
final class KlingKind implements ProviderKind {
    static final String STANDARD = "standard";

    private static final URI GLOBAL = URI.create("https://api-singapore.klingai.com");

    private final CallUpstreams calls;

    KlingKind(CallUpstreams calls) {
        this.calls = calls;
    }

    @Override
    public String name() {
        return "kling";
    }

    @Override
    public Set<String> secrets() {
        return Set.of("api_key", "access_key", "secret_key");
    }

    @Override
    public Set<String> settings() {
        return Set.of(STANDARD);
    }

    @Override
    public VideoProvider open(Account account) {
        var clock = InstantSource.system();
        return switch (account.setting(STANDARD).orElse("new")) {
            case "new" -> calls.open(account, GLOBAL, new KlingApi(account, clock));
            case "legacy" -> calls.open(account, GLOBAL, new LegacyKlingApi(account, clock));
            default ->
                    throw new InvalidAccountException(
                            "settings." + STANDARD, "standard must be 'new' or 'legacy'");
        };
    }
}
