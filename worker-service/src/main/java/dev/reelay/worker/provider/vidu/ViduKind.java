package dev.reelay.worker.provider.vidu;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Vidu. The international site and the Chinese one have accounts of their own; the base says
/// which.
public final class ViduKind {
    private ViduKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "vidu",
                Set.of("api_key"),
                Set.of(),
                URI.create("https://api.vidu.com"),
                calls,
                ViduApi::new);
    }
}
