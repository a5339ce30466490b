package dev.reelay.api.upload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long uploads live.
@ConfigMapping(prefix = "reelay.upload")
public interface UploadConfig {
    @WithDefault("24h")
    Duration kept();
}
