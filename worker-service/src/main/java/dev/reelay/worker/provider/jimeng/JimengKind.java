package dev.reelay.worker.provider.jimeng;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;

/// Jimeng. It has one region.
public final class JimengKind {
    private JimengKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "jimeng",
                Set.of("access_key", "secret_key", "session_token"),
                Set.of(),
                JimengApi.USUAL,
                calls,
                account -> new JimengApi(account, InstantSource.system()));
    }
}
