package dev.reelay.worker.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/// How the outside is reached.
@ConfigMapping(prefix = "reelay.egress")
public interface EgressConfig {
    /// Whether this machine may be called too, by plain http and on any port. Only for a start on a
    /// developer's machine.
    @WithDefault("false")
    boolean loopback();

    /// Ports of public hosts that may be called.
    @WithDefault("443,8443")
    Set<Integer> ports();

    /// Longest wait for a name, and for a connection to one of its addresses.
    @WithDefault("3s")
    Duration connectLimit();

    /// Connections open at the same time.
    @WithDefault("512")
    int atOnce();
}
