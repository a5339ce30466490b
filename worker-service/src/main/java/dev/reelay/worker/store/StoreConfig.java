package dev.reelay.worker.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The S3-compatible store that keeps inputs and finished clips.
@ConfigMapping(prefix = "reelay.store")
public interface StoreConfig {
    /// Base of the store; absent for AWS itself. Buckets are addressed by path.
    Optional<URI> endpoint();

    @WithDefault("us-east-1")
    String region();

    String bucket();

    String accessKey();

    String secretKey();

    /// Longest silence of the store within one call.
    @WithDefault("20s")
    Duration silence();

    /// Longest time of one call with its repeats; one part of 8 MB fits even on a slow line.
    @WithDefault("2m")
    Duration callLimit();
}
