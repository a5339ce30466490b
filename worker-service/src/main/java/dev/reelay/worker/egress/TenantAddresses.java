package dev.reelay.worker.egress;

import dev.reelay.address.AddressPolicy;
import dev.reelay.address.HostPattern;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;

/// Which addresses tenants may name: those that would be called.
final class TenantAddresses {
    private TenantAddresses() {}

    @Produces
    @Singleton
    static AddressPolicy policy(EgressConfig config) {
        return new AddressPolicy(
                config.loopback(), config.ports(), hosts(config), config.allowHttp());
    }

    private static Set<HostPattern> hosts(EgressConfig config) {
        return config.allow().stream()
                .flatMap(Set::stream)
                .map(Allowed::of)
                .filter(Allowed.Hosts.class::isInstance)
                .map(hosts -> ((Allowed.Hosts) hosts).pattern())
                .collect(Collectors.toSet());
    }
}
