package dev.reelay.worker.provider;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// Where the models are described.
@ConfigMapping(prefix = "reelay.catalogue")
public interface CatalogueConfig {
    /// Folder of model files.
    Path path();
}
