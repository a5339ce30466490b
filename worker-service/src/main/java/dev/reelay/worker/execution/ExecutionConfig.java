package dev.reelay.worker.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How executions are claimed, submitted and watched.
@ConfigMapping(prefix = "reelay.execution")
public interface ExecutionConfig {
    /// How long a claim or the bringing home of a file lasts without a sign of life. More than the
    /// submit limit, or a slow answer would be taken for a death.
    @WithDefault("20s")
    Duration lease();

    /// Longest wait for the answer of a submit; after it the attempt is unknown.
    @WithDefault("15s")
    Duration submitLimit();

    /// How many submits this worker has under way at once; half of them at one provider.
    @WithDefault("64")
    int submitsAtOnce();

    /// How many polls this worker has under way at once; half of them at one provider.
    @WithDefault("256")
    int pollsAtOnce();

    /// How many files this worker brings home at once; half of them from one provider.
    @WithDefault("16")
    int filesAtOnce();

    /// Between two looks for the task of an attempt whose answer was lost.
    @WithDefault("5s")
    Duration reconcileEach();

    /// Age of an attempt at which a task that its provider does not know is not coming any more:
    /// twice the submit limit and a minute.
    @WithDefault("90s")
    Duration settleAfter();

    /// Wait before a file that could not be fetched or stored is tried again.
    @WithDefault("3s")
    Duration fileRetry();
}
