package dev.reelay.worker.egress;

import dev.reelay.address.Host;
import dev.reelay.address.HostPattern;
import java.net.InetAddress;

/// What an operator allows to be called although it is not public.
sealed interface Allowed {
    /// By name, wherever the name leads.
    record Hosts(HostPattern pattern) implements Allowed {
        @Override
        public boolean hasHost(Host host) {
            return pattern.matches(host);
        }
    }

    /// By address, under whatever name.
    record Addresses(AddressRange range) implements Allowed {
        @Override
        public boolean hasAddress(InetAddress address) {
            return range.contains(address.getAddress());
        }
    }

    default boolean hasHost(Host host) {
        return false;
    }

    default boolean hasAddress(InetAddress address) {
        return false;
    }

    /// Reads `hooks.corp.example`, `*.corp.example`, `10.20.0.0/16` or `fd00:20::/32`. Throws
    /// `IllegalArgumentException` for anything else.
    static Allowed of(String given) {
        var text = given.strip();
        return text.contains("/")
                ? new Addresses(AddressRange.of(text))
                : new Hosts(HostPattern.of(text));
    }
}
