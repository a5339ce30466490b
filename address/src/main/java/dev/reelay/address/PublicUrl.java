package dev.reelay.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// The strict reading of an address: one spelling comes out, and what could mean a machine of the
/// inner network is refused. Pure.
public final class PublicUrl {
    private static final int LONGEST = 2048;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<Integer> PORTS = Set.of(443, 8443);
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]*");
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

    private PublicUrl() {}

    /// Throws {@link InvalidAddress} where it is no address of the public internet. No name is
    /// resolved.
    ///
    /// @param loopbackToo whether plain http to this machine, on any port, is an address too
    public static URI read(String text, boolean loopbackToo) {
        if (text.length() > LONGEST) {
            throw invalid("has more than " + LONGEST + " characters");
        }
        if (!PRINTABLE.matcher(text).matches()) {
            throw invalid("must be printable ASCII; write an international name as xn--");
        }
        var url = parse(text);
        if (url.getRawAuthority().contains("@")) {
            throw invalid("must not hold a user name or password");
        }
        if (url.getRawFragment() != null) {
            throw invalid("must not have a fragment");
        }
        var host = host(url);
        if (loopbackToo && LOOPBACK.matcher(host).matches()) {
            return spelled(url, host);
        }
        if (!scheme(url).equals("https")) {
            throw invalid("must be an https address");
        }
        refuseInner(host);
        if (url.getPort() != -1 && !PORTS.contains(url.getPort())) {
            throw invalid("must use port 443 or 8443");
        }
        return spelled(url, host);
    }

    private static URI parse(String text) {
        try {
            var url = new URI(text);
            if (url.getRawAuthority() == null || !SCHEMES.contains(scheme(url))) {
                throw invalid("must be an https address");
            }
            return url;
        } catch (URISyntaxException e) {
            throw invalid("is not an address");
        }
    }

    private static String scheme(URI url) {
        return Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
    }

    private static String host(URI url) {
        var host = url.getHost();
        if (host == null || url.getPort() == 0 || url.getPort() > 65_535) {
            throw invalid("has no valid host and port");
        }
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static void refuseInner(String host) {
        var labels = List.of(host.split("\\.", -1));
        if (host.startsWith("[") || NUMBER.matcher(labels.getLast()).matches()) {
            throw invalid("must name a host, not an IP address");
        }
        if (!labels.stream().allMatch(label -> LABEL.matcher(label).matches())
                || host.length() > 253) {
            throw invalid("has no valid host");
        }
        if (labels.size() == 1
                || INNER.stream().anyMatch(end -> host.equals(end) || host.endsWith("." + end))) {
            throw invalid("must name a host of the public internet");
        }
    }

    private static URI spelled(URI url, String host) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return URI.create(
                scheme(url)
                        + "://"
                        + host
                        + (url.getPort() == -1 ? "" : ":" + url.getPort())
                        + path
                        + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
    }

    private static InvalidAddress invalid(String why) {
        return new InvalidAddress(why);
    }
}
