package dev.reelay.api.tenant;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a workspace's jobs may be told of.
///
/// @param usual for jobs that name no address, in the APIs that have such a default
/// @param origins such as `https://hooks.example.com`, for the mode that asks for them
public record CallbackPolicy(Mode mode, @Nullable URI usual, List<String> origins) {
    private static final int HTTPS = 443;

    public CallbackPolicy {
        origins = List.copyOf(origins);
    }

    /// What a job may name.
    public enum Mode {
        /// Any address of the public internet.
        PUBLIC("public"),
        /// Only addresses below the workspace's own origins, or below that of its usual address.
        REGISTERED_ORIGINS("registered-origins");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Mode> named(String word) {
            return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
        }
    }

    public boolean allows(URI callback) {
        var origin = origin(callback);
        return mode == Mode.PUBLIC
                || origins.contains(origin)
                || usual != null && origin(usual).equals(origin);
    }

    /// Scheme, host and port of an address that was read as one, the usual port left out.
    public static String origin(URI address) {
        var port = address.getPort();
        var isUsual = port == -1 || port == HTTPS && address.getScheme().equals("https");
        return address.getScheme() + "://" + address.getHost() + (isUsual ? "" : ":" + port);
    }

    /// Not the addresses, which may hold a tenant's token.
    @Override
    public String toString() {
        return "CallbackPolicy " + mode;
    }
}
