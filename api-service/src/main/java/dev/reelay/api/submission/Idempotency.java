package dev.reelay.api.submission;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fingerprint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client's promise that requests with this key are one request.
///
/// @param route keys of different routes have nothing to do with each other
/// @param fingerprint tells whether it is the same request
public record Idempotency(String route, String key, byte[] fingerprint) {
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,255}");

    public Idempotency {
        checked(key);
    }

    /// The key itself; throws where it cannot be one.
    public static String checked(String key) {
        if (!FORM.matcher(key).matches()) {
            throw invalid("Idempotency-Key", "must be 1 to 255 printable ASCII characters");
        }
        return key;
    }

    /// What a request promises; null where it came without a key.
    public static @Nullable Idempotency of(@Nullable String key, String route, Body body) {
        return key == null ? null : new Idempotency(route, key, Fingerprint.of(route, body));
    }
}
