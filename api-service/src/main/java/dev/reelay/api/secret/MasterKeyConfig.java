package dev.reelay.api.secret;

import io.smallrye.config.ConfigMapping;

/// The secret of the installation.
@ConfigMapping(prefix = "reelay.master")
public interface MasterKeyConfig {
    /// Base64 of 32 random bytes. Every key that this service needs for itself is derived from it,
    /// so changing it makes all API keys, open quotes and webhook secrets invalid.
    String key();
}
