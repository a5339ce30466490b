package dev.reelay.worker.provider.openai;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Any upstream with OpenAI's Videos API. There is no usual one: OpenAI's own ended on 2026-09-24.
public final class OpenAiVideosKind {
    private OpenAiVideosKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "openai-videos",
                Set.of("api_key"),
                Set.of(OpenAiVideosApi.URL_MEMBER),
                URI.create("https://api.example.com/v1"),
                calls,
                OpenAiVideosApi::new);
    }
}
