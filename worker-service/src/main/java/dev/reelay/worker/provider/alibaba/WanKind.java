package dev.reelay.worker.provider.alibaba;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Wan. A key belongs to one region; the base says which.
public final class WanKind {
    private WanKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "alibaba",
                Set.of("api_key"),
                Set.of(),
                URI.create("https://dashscope-intl.aliyuncs.com"),
                calls,
                WanApi::new);
    }
}
