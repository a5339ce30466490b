package dev.reelay.address;

import java.util.Set;

/// What an installation takes besides hosts of the public internet by https.
///
/// @param loopback whether this machine may be named too, by plain http and on any port
/// @param ports that may be named
/// @param hosts that may be named although they are not public
/// @param http whether those hosts may be named by plain http too
public record AddressPolicy(
        boolean loopback, Set<Integer> ports, Set<HostPattern> hosts, boolean http) {
    public AddressPolicy {
        ports = Set.copyOf(ports);
        hosts = Set.copyOf(hosts);
    }

    boolean allows(Host host) {
        return hosts.stream().anyMatch(pattern -> pattern.matches(host));
    }
}
