package dev.reelay.worker.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How the outside is reached.
@ConfigMapping(prefix = "reelay.egress")
public interface EgressConfig {
    /// Whether this machine may be called too, by plain http and on any port. Only for a start on a
    /// developer's machine.
    @WithDefault("false")
    boolean loopback();

    /// Ports that may be called.
    @WithDefault("443,8443")
    Set<Integer> ports();

    /// What may be called although it is not public, e.g. receivers in the operator's own network:
    /// host names, as `hooks.corp.example` or `*.corp.example`, and ranges of addresses, as
    /// `10.20.0.0/16`; read by {@link Allowed}. A name is followed wherever it leads.
    Optional<Set<String>> allow();

    /// Whether hosts that are allowed so may be called by plain http too.
    @WithDefault("false")
    boolean allowHttp();

    /// A proxy that every call goes through, as `http://proxy.corp.example:3128`: by CONNECT, or
    /// with the whole address where the call is plain http. Read by {@link ProxyAddress}.
    Optional<String> proxy();

    /// Whether only the proxy resolves names, and with that decides which addresses are called.
    /// Otherwise a name must resolve here too, to public addresses.
    @WithDefault("false")
    boolean proxyResolves();

    /// Longest wait for a name, and for a connection to one of its addresses.
    @WithDefault("3s")
    Duration connectLimit();

    /// Longest silence of the other side in the middle of an answer. A whole call has a limit of
    /// its own, which is longer for files.
    @WithDefault("30s")
    Duration silence();

    /// Connections open at the same time.
    @WithDefault("512")
    int atOnce();
}
