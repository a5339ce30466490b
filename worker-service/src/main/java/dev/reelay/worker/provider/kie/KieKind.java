package dev.reelay.worker.provider.kie;

import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.api.ApiKind;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// kie.ai. Pictures are uploaded to another host than its API's.
public final class KieKind {
    private KieKind() {}

    @Produces
    @Singleton
    public static ProviderKind kind(CallUpstreams calls) {
        return new ApiKind(
                "kie",
                Set.of("api_key"),
                Set.of(KieUploads.BASE),
                URI.create("https://api.kie.ai"),
                calls,
                KieApi::new);
    }
}
