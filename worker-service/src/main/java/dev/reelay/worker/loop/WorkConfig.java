package dev.reelay.worker.loop;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the worker leaves.
@ConfigMapping(prefix = "reelay.work")
public interface WorkConfig {
    /// How long a leaving worker waits for what it has in hand; the rest is taken over by others.
    @WithDefault("20s")
    Duration patience();
}
