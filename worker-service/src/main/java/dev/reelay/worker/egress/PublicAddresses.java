package dev.reelay.worker.egress;

import java.util.List;
import java.util.stream.Stream;

/// Which addresses are on the public internet. The JDK's own tests miss shared, benchmark and most
/// IPv6 ranges, so this is IANA's special-purpose registries as a table.
final class PublicAddresses {
    private static final int IPV4_LENGTH = 4;

    private static final List<AddressRange> NOT_PUBLIC_IPV4 =
            ranges(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");

    /// Everything outside is mapped, translated, local or not assigned.
    private static final AddressRange GLOBAL_IPV6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> NOT_PUBLIC_IPV6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private PublicAddresses() {}

    private static List<AddressRange> ranges(String... all) {
        return Stream.of(all).map(AddressRange::of).toList();
    }

    /// Whether the address, 4 or 16 bytes, is globally routable.
    static boolean contains(byte[] address) {
        return address.length == IPV4_LENGTH
                ? NOT_PUBLIC_IPV4.stream().noneMatch(range -> range.contains(address))
                : GLOBAL_IPV6.contains(address)
                        && NOT_PUBLIC_IPV6.stream().noneMatch(range -> range.contains(address));
    }
}
