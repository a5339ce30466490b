package dev.reelay.worker.input;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/// How inputs that were given by address are fetched.
@ConfigMapping(prefix = "reelay.input")
public interface InputConfig {
    /// Longest time for one file, from the lookup of the name to the last byte.
    @WithDefault("20s")
    Duration limit();

    /// Largest image, in bytes.
    @WithDefault("20971520")
    long largestImage();

    /// Largest clip, in bytes.
    @WithDefault("73400320")
    long largestVideo();

    /// Wait before each further try at a server that did not answer or had an error. Its length is
    /// the number of retries.
    @WithDefault("2s,10s,30s")
    List<Duration> retryAfter();

    /// Wait before another try while the store is away; as often as the deadline allows.
    @WithDefault("3s")
    Duration storeRetry();

    /// A worker that has not brought a file of a job home for so long is taken for dead: more than
    /// the limit and the writing to the store.
    @WithDefault("45s")
    Duration lease();

    /// Jobs whose inputs this worker fetches at once.
    @WithDefault("32")
    int atOnce();

    /// And how many of them, over all workers, may be one tenant's: its servers may be slow.
    @WithDefault("4")
    int perTenant();
}
