package dev.reelay.worker.asset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How files are brought home.
@ConfigMapping(prefix = "reelay.asset")
public interface AssetConfig {
    /// Largest file that is taken from a provider, in bytes.
    @WithDefault("4294967296")
    long largest();

    /// Files of this size or more go to the store in parts, each at least so large, in bytes.
    /// Stores take no part below 5 MiB but the last.
    @WithDefault("8388608")
    int part();
}
