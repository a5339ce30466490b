package dev.reelay.billing.price;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// Where the model files are.
@ConfigMapping(prefix = "reelay.catalogue")
interface CatalogueConfig {
    /// Folder of the catalogue's YAML files; its prices seed the first price version.
    Path path();
}
