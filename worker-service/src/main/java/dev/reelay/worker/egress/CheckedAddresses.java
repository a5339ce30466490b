package dev.reelay.worker.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves a name once and lets through only what may be called. The client connects to exactly
/// these addresses, so a name cannot change between the check and the call; Host, SNI and
/// certificate stay the name's.
final class CheckedAddresses implements DnsResolver {
    private final NameLookup lookup;
    private final boolean loopbackToo;

    CheckedAddresses(NameLookup lookup, boolean loopbackToo) {
        this.lookup = lookup;
        this.loopbackToo = loopbackToo;
    }

    /// Throws {@link NotPublicException} where any address is not public.
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = lookup.lookup(host);
        if (!mayCall(addresses)) {
            throw new NotPublicException();
        }
        return addresses.toArray(InetAddress[]::new);
    }

    private boolean mayCall(List<InetAddress> addresses) {
        return addresses.stream().allMatch(a -> PublicAddresses.contains(a.getAddress()))
                || (loopbackToo && addresses.stream().allMatch(InetAddress::isLoopbackAddress));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
