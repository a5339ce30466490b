package dev.reelay.parts;

import java.nio.file.Path;
import java.util.OptionalLong;

/// A server process that outlives whoever started it.
public interface Part {
    /// A short word, as in `postgres`.
    String name();

    /// The port where it answers, on loopback.
    int port();

    /// Where its output goes; appended to by each start.
    Path logFile();

    /// Its process, if that lives. A stale pid file, or a stranger under the same pid, is nobody.
    OptionalLong pid();

    /// Whether its process lives; it may not answer yet.
    default boolean isRunning() {
        return pid().isPresent();
    }

    /// Returns when it answers; starts it first if it does not run.
    ///
    /// @throws PartFailedException if it does not get there
    void start();

    /// Returns when its process is gone; data stays. A second call does nothing.
    void stop();
}
