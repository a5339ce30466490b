package dev.reelay.api.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The S3-compatible store.
@ConfigMapping(prefix = "reelay.store")
public interface StoreConfig {
    /// Absent for AWS itself.
    Optional<URI> endpoint();

    @WithDefault("us-east-1")
    String region();

    String bucket();

    String accessKey();

    String secretKey();

    /// How long the store may be silent within one answer.
    @WithDefault("20s")
    Duration silenceLimit();

    /// How many transfers may run at the same time.
    @WithDefault("200")
    int connections();
}
