package dev.reelay.api.key;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Internet addresses that begin alike, written as `203.0.113.0/24`, `2001:db8::/32` or as one
/// address.
public final class AddressRange {
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");
    private static final int BYTE = 8;

    private final String text;
    private final IpSubnetFilterRule rule;

    private AddressRange(String text, InetAddress address, int bits) {
        this.text = text;
        this.rule = new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    /// Empty where the text is no range. Names are never looked up.
    public static Optional<AddressRange> parse(String text) {
        var slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        var all = address.getAddress().length * BYTE;
        var bits = slash < 0 ? all : bits(text.substring(slash + 1));
        return bits >= 0 && bits <= all
                ? Optional.of(new AddressRange(text, address, bits))
                : Optional.empty();
    }

    private static int bits(String text) {
        return BITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
    }

    private static @Nullable InetAddress address(String text) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null || text.contains("[")) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /// Whether the address, as a socket has it, is one of them.
    public boolean holds(String address) {
        var read = address(address);
        return read != null && rule.matches(new InetSocketAddress(read, 0));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressRange range && range.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
