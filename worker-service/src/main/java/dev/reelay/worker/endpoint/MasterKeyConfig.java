package dev.reelay.worker.endpoint;

import io.smallrye.config.ConfigMapping;

/// The secret of the installation; the api has the same.
@ConfigMapping(prefix = "reelay.master")
public interface MasterKeyConfig {
    /// Base64 of 32 random bytes. The secrets that deliveries are signed with are derived from it.
    String key();
}
