package dev.reelay.worker.provider.replicate;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Replicate.
public final class ReplicateKind {
    private ReplicateKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "replicate",
                Set.of("api_key"),
                Set.of(),
                URI.create("https://api.replicate.com/v1"),
                calls,
                ReplicateApi::new);
    }
}
