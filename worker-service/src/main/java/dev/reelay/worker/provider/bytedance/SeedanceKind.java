package dev.reelay.worker.provider.bytedance;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Seedance. A key belongs to one platform and region; the base says which.
public final class SeedanceKind {
    private SeedanceKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "bytedance",
                Set.of("api_key"),
                Set.of(SeedanceApi.PLATFORM),
                URI.create("https://ark.cn-beijing.volces.com/api/v3"),
                calls,
                SeedanceApi::new);
    }
}
