package dev.reelay.worker.egress;

import java.net.InetAddress;

/// A range of addresses, as `10.0.0.0/8`.
///
/// @param bits how many leading bits an address shares with the first
record AddressRange(byte[] first, int bits) {
    /// The address must be a literal.
    static AddressRange of(String range) {
        var slash = range.indexOf('/');
        var first = InetAddress.ofLiteral(range.substring(0, slash));
        return new AddressRange(first.getAddress(), Integer.parseInt(range.substring(slash + 1)));
    }

    /// Whether the address, 4 or 16 bytes, is in here.
    boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % Byte.SIZE);
            if ((address[bit / Byte.SIZE] & mask) != (first[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
