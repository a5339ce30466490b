package dev.reelay.api.service;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// How this service proves to others who it is.
@ConfigMapping(prefix = "reelay.service-token")
public interface ServiceTokenConfig {
    /// A PEM file with a PKCS#8 RSA private key.
    Path key();
}
