package dev.reelay.worker.provider.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How upstreams are called.
@ConfigMapping(prefix = "reelay.provider-calls")
public interface ApiConfig {
    /// Longest time of one call, a submit or a look, from the lookup of the name to the last byte.
    /// Below the submit limit of `reelay.execution`, which ends a submit whatever it does.
    @WithDefault("14s")
    Duration callLimit();

    /// Longest time that a finished file may take to arrive.
    @WithDefault("15m")
    Duration fileLimit();

    /// Largest file that is taken, in bytes.
    @WithDefault("4294967296")
    long largestFile();

    /// Largest input that is sent inside a request, in bytes.
    @WithDefault("52428800")
    long largestInput();
}
