package dev.reelay.worker.provider.fal;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// fal. A key is an id and a secret with a colon between them.
public final class FalKind {
    private FalKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "fal",
                Set.of("api_key"),
                Set.of(FalCallbacks.KEYS),
                URI.create("https://queue.fal.run"),
                calls,
                FalApi::new);
    }
}
