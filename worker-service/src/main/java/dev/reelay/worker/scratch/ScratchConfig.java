package dev.reelay.worker.scratch;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Where files on their way are.
@ConfigMapping(prefix = "reelay.asset")
public interface ScratchConfig {
    /// Folder for them; absent for the system's folder of temporary files.
    Optional<Path> spool();
}
