package dev.reelay.api.submission;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fingerprint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What tells that two requests are one.
public sealed interface Idempotency {
    /// Requests of different routes have nothing to do with each other.
    String route();

    /// Tells whether it is the same request.
    byte[] fingerprint();

    /// A client's promise that requests with this key are one request.
    record Keyed(String route, String key, byte[] fingerprint) implements Idempotency {
        private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,255}");

        public Keyed {
            checked(key);
        }

        /// The key itself. Throws {@link dev.reelay.api.error.GatewayException} where it cannot be
        /// one.
        public static String checked(String key) {
            if (!FORM.matcher(key).matches()) {
                throw invalid("Idempotency-Key", "must be 1 to 255 printable ASCII characters");
            }
            return key;
        }
    }

    /// No promise, from a client that may send a request again by itself when an answer is lost.
    ///
    /// @param retries how often it was sent before, as the client says; null where it does not
    record Keyless(String route, byte[] fingerprint, @Nullable Integer retries)
            implements Idempotency {
        boolean isRetry() {
            return retries != null && retries > 0;
        }

        /// Whether the client says that it has not sent this before.
        boolean isFirst() {
            return retries != null && retries == 0;
        }
    }

    /// What a request promises; null where it came without a key.
    static @Nullable Idempotency of(@Nullable String key, String route, Body body) {
        return key == null ? null : new Keyed(route, key, Fingerprint.of(route, body));
    }

    /// What a request promises, in an API whose clients repeat requests without a key.
    ///
    /// @param retries as the client's header has it
    static Idempotency orRetry(
            @Nullable String key, @Nullable String retries, String route, Body body) {
        var fingerprint = Fingerprint.of(route, body);
        return key == null
                ? new Keyless(route, fingerprint, retries(retries))
                : new Keyed(route, key, fingerprint);
    }

    private static @Nullable Integer retries(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,9}") ? Integer.valueOf(header) : null;
    }
}
