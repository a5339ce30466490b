package dev.reelay.api.catalogue;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// Where the models are described.
@ConfigMapping(prefix = "reelay.catalogue")
public interface CatalogueConfig {
    /// Folder of YAML files, one model each.
    Path path();
}
