package dev.reelay.worker.provider.google;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;

/// Google. Omni is reached at the Gemini API, Veo at Vertex AI.
public final class GoogleKind {
    private GoogleKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "google",
                Set.of("api_key", "client_email", "private_key", "private_key_id", "project_id"),
                Set.of(VeoApi.BUCKET, VeoApi.LOCATION, ServiceAccount.TOKEN_URI),
                URI.create("https://generativelanguage.googleapis.com"),
                calls,
                account -> new GoogleApi(account, InstantSource.system()));
    }
}
