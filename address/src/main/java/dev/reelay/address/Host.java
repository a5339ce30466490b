package dev.reelay.address;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The host of an address, in one spelling: lower case, without a dot at its end. Nothing is looked
/// up. Used by the api for what a tenant names and by the worker for what it calls.
///
/// @param name as it is to be called
public record Host(String name, Kind kind) {
    /// What a spelling can mean.
    public enum Kind {
        /// A name of the public internet, wherever that leads.
        PUBLIC,
        /// A name that only an inner network knows.
        INNER,
        /// An IP address, in whatever form a resolver takes one: `10.0.0.1`, `127.1`, `[::1]`.
        LITERAL,
        NO_HOST
    }

    private static final int LONGEST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    // A name that ends in a number is an address to whoever resolves it: 127.1, 0x7f000001.
    private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");
    private static final Pattern LOOPBACK =
            Pattern.compile(
                    "localhost|\\[::1]|127(\\.(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])){3}");

    /// Ends of names that are never on the public internet (RFC 6761, 6762, 8375, 9476 and what
    /// ICANN and home routers set aside).
    private static final List<String> INNER =
            List.of(
                    "localhost",
                    "localdomain",
                    "local",
                    "internal",
                    "intranet",
                    "private",
                    "corp",
                    "home",
                    "lan",
                    "home.arpa",
                    "onion",
                    "alt");

    /// @param given as `URI.getHost` has it, an IPv6 address in brackets
    public static Host of(String given) {
        var lower = given.toLowerCase(Locale.ROOT);
        var name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return new Host(name, kind(name));
    }

    private static Kind kind(String name) {
        var labels = List.of(name.split("\\.", -1));
        if (name.startsWith("[") || NUMBER.matcher(labels.getLast()).matches()) {
            return Kind.LITERAL;
        }
        if (name.length() > LONGEST
                || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            return Kind.NO_HOST;
        }
        return labels.size() == 1 || INNER.stream().anyMatch(end -> isUnder(end, name))
                ? Kind.INNER
                : Kind.PUBLIC;
    }

    private static boolean isUnder(String end, String name) {
        return name.equals(end) || name.endsWith("." + end);
    }

    /// The address with its host in that spelling and without a fragment. It must be one of scheme
    /// and host.
    public URI in(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return URI.create(
                url.getScheme().toLowerCase(Locale.ROOT)
                        + "://"
                        + name
                        + (url.getPort() == -1 ? "" : ":" + url.getPort())
                        + path
                        + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
    }

    /// Whether this plainly means the machine itself.
    public boolean isLoopback() {
        return LOOPBACK.matcher(name).matches();
    }
}
