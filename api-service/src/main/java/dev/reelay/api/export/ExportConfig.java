package dev.reelay.api.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Files of what there is of a tenant.
@ConfigMapping(prefix = "reelay.export")
public interface ExportConfig {
    /// From when it is made; then it is removed.
    @WithDefault("7d")
    Duration kept();

    /// Of a link to one. Each look at an export gives a new link.
    @WithDefault("1h")
    Duration link();
}
