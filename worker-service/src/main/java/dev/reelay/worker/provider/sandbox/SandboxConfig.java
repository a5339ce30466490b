package dev.reelay.worker.provider.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/// How the sandbox renders.
@ConfigMapping(prefix = "reelay.sandbox")
public interface SandboxConfig {
    /// How many clips this worker renders at once; one for every two processors by default, as the
    /// encoder uses two.
    OptionalInt atOnce();

    /// A renderer that is silent for so long is taken for dead, and another one begins anew.
    @WithDefault("15s")
    Duration lease();

    /// How often a renderer says that it lives and how far it is; well below the lease.
    @WithDefault("1s")
    Duration beat();

    /// How often this worker looks for tasks that others have taken in.
    @WithDefault("500ms")
    Duration interval();

    /// Wait before a clip is tried again whose pictures or file the store would not pass, or whose
    /// renderer was killed.
    @WithDefault("2s")
    Duration tryAgainAfter();

    /// A task whose renderers have died so often is given up.
    @WithDefault("5")
    int mostCrashes();

    /// Largest picture or clip that is read, in bytes.
    @WithDefault("73400320")
    long largestInput();

    /// How often old tasks and their files are swept.
    @WithDefault("5m")
    Duration sweep();
}
