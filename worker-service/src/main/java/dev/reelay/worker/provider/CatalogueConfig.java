package dev.reelay.worker.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Set;

/// Where the models are described.
@ConfigMapping(prefix = "reelay.catalogue")
public interface CatalogueConfig {
    /// Folder of model files.
    Path path();

    /// Providers that this installation uses; routes to others count for nothing. The same for
    /// api-service and worker-service.
    @WithDefault("sandbox")
    Set<String> providers();
}
