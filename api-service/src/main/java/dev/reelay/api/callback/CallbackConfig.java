package dev.reelay.api.callback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What a callback address may be.
@ConfigMapping(prefix = "reelay.callback")
public interface CallbackConfig {
    /// Whether plain http to this machine, on any port, is an address too. Only for a start on a
    /// developer's machine: whoever has a key could otherwise reach what listens there.
    @WithDefault("false")
    boolean loopback();
}
