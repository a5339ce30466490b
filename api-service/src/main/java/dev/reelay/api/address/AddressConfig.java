package dev.reelay.api.address;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What an address that a tenant names may be.
@ConfigMapping(prefix = "reelay.address")
public interface AddressConfig {
    /// Whether plain http to this machine, on any port, is an address too. Only for a start on a
    /// developer's machine: whoever has a key could otherwise reach what listens there.
    @WithDefault("false")
    boolean loopback();
}
