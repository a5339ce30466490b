package dev.reelay.worker.endpoint;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Limits of registered endpoints.
@ConfigMapping(prefix = "reelay.endpoint")
public interface EndpointConfig {
    /// An endpoint at which attempts fail and none has succeeded for so long is disabled.
    @WithDefault("5d")
    Duration failingAfter();

    /// Endpoints of one tenant.
    @WithDefault("20")
    int mostPerTenant();

    /// Pause before word that an endpoint was disabled is repeated to the api.
    @WithDefault("10s")
    Duration tellAgain();
}
