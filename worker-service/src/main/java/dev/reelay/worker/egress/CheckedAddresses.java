package dev.reelay.worker.egress;

import dev.reelay.address.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves a name once and lets through only what may be called. The client connects to exactly
/// these addresses, so a name cannot change between the check and the call; Host, SNI and
/// certificate stay the name's.
final class CheckedAddresses implements DnsResolver {
    /// Each that does not answer takes the whole connect limit, and a name may have hundreds.
    private static final int MOST_TRIED = 3;

    private final NameLookup lookup;
    private final CallRules rules;

    CheckedAddresses(NameLookup lookup, CallRules rules) {
        this.lookup = lookup;
        this.rules = rules;
    }

    /// Throws {@link NotPublicException} where any address is not public.
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = lookup.lookup(host);
        if (!rules.mayConnect(Host.of(host), addresses)) {
            throw new NotPublicException();
        }
        return addresses.stream().limit(MOST_TRIED).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
