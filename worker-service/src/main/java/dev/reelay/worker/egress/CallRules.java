package dev.reelay.worker.egress;

import dev.reelay.address.Host;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What may be called: by its spelling before a name is looked up, by its addresses after. Pure.
final class CallRules {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final EgressConfig config;
    private final List<Allowed> allowed;

    /// Throws `IllegalArgumentException` where the operator's allow-list cannot be read.
    CallRules(EgressConfig config) {
        this.config = config;
        allowed = config.allow().stream().flatMap(Set::stream).map(Allowed::of).toList();
    }

    /// The address in the one spelling that it is called by; empty where it may not be called.
    Optional<URI> read(URI url) {
        var given = url.getHost();
        if (given == null || url.getRawUserInfo() != null || url.getScheme() == null) {
            return Optional.empty();
        }
        var host = Host.of(given);
        var scheme = url.getScheme().toLowerCase(Locale.ROOT);
        return mayCall(scheme, host, url.getPort()) ? Optional.of(host.in(url)) : Optional.empty();
    }

    private boolean mayCall(String scheme, Host host, int port) {
        if (!SCHEMES.contains(scheme) || port == 0 || port > 65_535) {
            return false;
        }
        if (config.loopback() && host.isLoopback()) {
            return true;
        }
        var allowedHost = allowsHost(host);
        var https = scheme.equals("https");
        var usual = https ? HTTPS_PORT : HTTP_PORT;
        return config.ports().contains(port == -1 ? usual : port)
                && (https || (allowedHost && config.allowHttp()))
                && mayName(host, allowedHost);
    }

    private static boolean mayName(Host host, boolean allowedHost) {
        return switch (host.kind()) {
            case PUBLIC -> true;
            case INNER, LITERAL -> allowedHost;
            case NO_HOST -> false;
        };
    }

    private boolean allowsHost(Host host) {
        return host.kind() == Host.Kind.LITERAL
                ? literal(host).filter(this::allowsAddress).isPresent()
                : allowed.stream().anyMatch(one -> one.hasHost(host));
    }

    /// Only in its usual form: others are read differently by different resolvers.
    private static Optional<InetAddress> literal(Host host) {
        var text = host.name().replaceAll("^\\[|]$", "");
        try {
            return Optional.of(InetAddress.ofLiteral(text))
                    .filter(address -> text.contains(":") || address.getHostAddress().equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean allowsAddress(InetAddress address) {
        return allowed.stream().anyMatch(one -> one.hasAddress(address));
    }

    /// Whether all that a host stands for may be connected to.
    boolean mayConnect(Host host, List<InetAddress> addresses) {
        return allowsHost(host)
                || addresses.stream().allMatch(this::mayConnect)
                || (config.loopback()
                        && addresses.stream().allMatch(InetAddress::isLoopbackAddress));
    }

    private boolean mayConnect(InetAddress address) {
        return PublicAddresses.contains(address.getAddress()) || allowsAddress(address);
    }
}
