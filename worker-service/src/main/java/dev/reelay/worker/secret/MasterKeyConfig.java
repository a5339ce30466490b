package dev.reelay.worker.secret;

import io.smallrye.config.ConfigMapping;

/// The secret of the installation; the api has the same.
@ConfigMapping(prefix = "reelay.master")
public interface MasterKeyConfig {
    /// Base64 of 32 random bytes. What deliveries are signed with and the tokens in callback
    /// addresses are derived from it.
    String key();
}
