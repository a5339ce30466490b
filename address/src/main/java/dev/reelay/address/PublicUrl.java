package dev.reelay.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The strict reading of an address: one spelling comes out, and what could mean a machine of the
/// inner network is refused, but for what the operator allows. Pure.
public final class PublicUrl {
    private static final int LONGEST = 2048;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]*");

    private final AddressPolicy policy;

    private PublicUrl(AddressPolicy policy) {
        this.policy = policy;
    }

    /// Throws {@link InvalidAddress} where the policy does not take it. No name is resolved.
    public static URI read(String text, AddressPolicy policy) {
        return new PublicUrl(policy).read(text);
    }

    private URI read(String text) {
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
        if (!policy.loopback() || !host.isLoopback()) {
            refuseForeign(url, host);
        }
        return host.in(url);
    }

    private void refuseForeign(URI url, Host host) {
        var allowed = policy.allows(host);
        var https = scheme(url).equals("https");
        if (!https && !(allowed && policy.http())) {
            throw invalid("must be an https address");
        }
        switch (host.kind()) {
            case LITERAL -> throw invalid("must name a host, not an IP address");
            case NO_HOST -> throw invalid("has no valid host");
            case INNER -> {
                if (!allowed) {
                    throw invalid("must name a host of the public internet");
                }
            }
            case PUBLIC -> {}
        }
        var usual = https ? HTTPS_PORT : HTTP_PORT;
        if (!policy.ports().contains(url.getPort() == -1 ? usual : url.getPort())) {
            throw invalid("must use port " + ports());
        }
    }

    private String ports() {
        return policy.ports().stream()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" or "));
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

    private static Host host(URI url) {
        var host = url.getHost();
        if (host == null || url.getPort() == 0 || url.getPort() > 65_535) {
            throw invalid("has no valid host and port");
        }
        return Host.of(host);
    }

    private static InvalidAddress invalid(String why) {
        return new InvalidAddress(why);
    }
}
