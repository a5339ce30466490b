package dev.reelay.worker.provider.minimax;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// MiniMax. A key belongs to one region; the base says which.
public final class MinimaxKind {
    private MinimaxKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "minimax",
                Set.of("api_key"),
                Set.of(),
                URI.create("https://api.minimax.io"),
                calls,
                MinimaxApi::new);
    }
}
