package dev.reelay.api.submission;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import java.util.regex.Pattern;

/// A client's promise that requests with this key are one request.
///
/// @param route keys of different routes have nothing to do with each other
/// @param fingerprint tells whether it is the same request
public record Idempotency(String route, String key, byte[] fingerprint) {
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,255}");

    public Idempotency {
        if (!FORM.matcher(key).matches()) {
            throw new GatewayException(
                    new GatewayError.InvalidField(
                            "Idempotency-Key", "must be 1 to 255 printable ASCII characters"));
        }
    }
}
