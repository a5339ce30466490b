package dev.reelay.worker.provider.kling;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import dev.reelay.worker.provider.api.ProviderApi;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;

/// Kling. A key belongs to one region; the base says which.
public final class KlingKind {
    private KlingKind() {}

    private static final String STANDARD = "standard";

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "kling",
                Set.of("api_key", "access_key", "secret_key"),
                Set.of(STANDARD),
                URI.create("https://api-singapore.klingai.com"),
                calls,
                KlingKind::api);
    }

    private static ProviderApi api(Account account) {
        var clock = InstantSource.system();
        return switch (account.setting(STANDARD).orElse("new")) {
            case "new" -> new KlingApi(account, clock);
            case "legacy" -> new LegacyKlingApi(account, clock);
            default ->
                    throw new InvalidAccountException(
                            "settings." + STANDARD, "standard must be 'new' or 'legacy'");
        };
    }
}
