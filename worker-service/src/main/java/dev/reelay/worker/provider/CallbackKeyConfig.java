package dev.reelay.worker.provider;

import io.smallrye.config.ConfigMapping;

/// The secret of the installation; the api has the same.
@ConfigMapping(prefix = "reelay.master")
public interface CallbackKeyConfig {
    /// Base64 of 32 random bytes. The tokens in callback addresses are derived from it.
    String key();
}
