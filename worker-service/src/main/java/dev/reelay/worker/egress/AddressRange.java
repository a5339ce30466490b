package dev.reelay.worker.egress;

import java.net.InetAddress;

/// A range of addresses, as `10.0.0.0/8`.
///
/// @param bits how many leading bits an address shares with the first
record AddressRange(byte[] first, int bits) {
    /// Throws `IllegalArgumentException` where the text is no range, or has bits beyond its length.
    static AddressRange of(String range) {
        var slash = range.indexOf('/');
        if (slash > 0) {
            try {
                var first = InetAddress.ofLiteral(range.substring(0, slash)).getAddress();
                var bits = Integer.parseInt(range.substring(slash + 1));
                if (bits >= 0 && bits <= first.length * Byte.SIZE && endsAt(bits, first)) {
                    return new AddressRange(first, bits);
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
        }
        throw new IllegalArgumentException(range + " is no range such as 10.20.0.0/16");
    }

    private static boolean endsAt(int bits, byte[] first) {
        for (var bit = bits; bit < first.length * Byte.SIZE; bit++) {
            if ((first[bit / Byte.SIZE] & mask(bit)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int mask(int bit) {
        return 0x80 >> (bit % Byte.SIZE);
    }

    /// Whether the address, 4 or 16 bytes, is in here.
    boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var place = bit / Byte.SIZE;
            if ((address[place] & mask(bit)) != (first[place] & mask(bit))) {
                return false;
            }
        }
        return true;
    }
}
