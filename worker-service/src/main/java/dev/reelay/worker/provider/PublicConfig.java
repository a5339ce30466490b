package dev.reelay.worker.provider;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/// How the outside reaches this installation.
@ConfigMapping(prefix = "reelay.public")
public interface PublicConfig {
    /// The api's public base, e.g. `https://video.example.com`; the same for the api. Without it
    /// providers are given no callback, and only asked.
    Optional<URI> url();
}
