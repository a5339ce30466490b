package dev.reelay.api.service;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/// Where another service is and how long it is waited for.
public interface ServicePlace {
    URI url();

    @WithDefault("2s")
    Duration connectLimit();

    /// From the first byte out to the last byte in.
    @WithDefault("5s")
    Duration answerLimit();
}
