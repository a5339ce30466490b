package dev.reelay.api.address;

import dev.reelay.address.HostPattern;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/// What an address that a tenant names may be. The worker has the same settings, under
/// `reelay.egress`; it decides when it calls.
@ConfigMapping(prefix = "reelay.address")
public interface AddressConfig {
    /// Whether plain http to this machine, on any port, is an address too. Only for a start on a
    /// developer's machine: whoever has a key could otherwise reach what listens there.
    @WithDefault("false")
    boolean loopback();

    /// Ports that may be named.
    @WithDefault("443,8443")
    Set<Integer> ports();

    /// Hosts that may be named although they are not of the public internet, as
    /// `hooks.corp.example` or `*.corp.example`, e.g. receivers in the operator's own network.
    Optional<Set<HostPattern>> allow();

    /// Whether those hosts may be called by plain http too.
    @WithDefault("false")
    boolean allowHttp();
}
