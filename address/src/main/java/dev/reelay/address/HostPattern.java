package dev.reelay.address;

/// Hosts that an operator allows although they are not public: one, as `hooks.corp.example`, or all
/// under a name, as `*.corp.example`. Used for the allow-lists of api and worker.
///
/// @param name without the star
/// @param below whether what is under the name is meant, and not the name itself
public record HostPattern(String name, boolean below) {
    private static final String BELOW = "*.";

    /// Throws `IllegalArgumentException` where the text is neither.
    public static HostPattern of(String given) {
        var text = given.strip();
        var below = text.startsWith(BELOW);
        var host = Host.of(below ? text.substring(BELOW.length()) : text);
        return switch (host.kind()) {
            case PUBLIC, INNER -> new HostPattern(host.name(), below);
            case LITERAL, NO_HOST ->
                    throw new IllegalArgumentException(
                            text + " is no host name such as hooks.corp.example or *.corp.example");
        };
    }

    public boolean matches(Host host) {
        return below ? host.name().endsWith("." + name) : host.name().equals(name);
    }
}
