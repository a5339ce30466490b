package dev.reelay.simulator.vendor;

import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JWT of Kling's legacy standard.
///
/// @param code 0 where it is good, otherwise the vendor's code
/// @param accessKey of whom it is
record KlingToken(int code, String accessKey) {
    private static final KlingToken UNKNOWN = new KlingToken(1002, "");

    /// @param secrets the secret key of an access key, or null
    static KlingToken read(String token, Function<String, @Nullable String> secrets, Instant now) {
        var parts = token.split("\\.");
        if (parts.length != 3) {
            return UNKNOWN;
        }
        var header = Json.read(decoded(parts[0]));
        var claims = Json.read(decoded(parts[1]));
        if (header == null || claims == null || !header.path("alg").asText().equals("HS256")) {
            return UNKNOWN;
        }
        var accessKey = claims.path("iss").asText();
        var secret = secrets.apply(accessKey);
        if (secret == null) {
            return UNKNOWN;
        }
        var expected = Hmac.of(secret.getBytes(StandardCharsets.UTF_8), parts[0] + "." + parts[1]);
        if (!MessageDigest.isEqual(expected, decoded(parts[2]))) {
            return UNKNOWN;
        }
        if (!claims.path("exp").isIntegralNumber() || !claims.path("nbf").isIntegralNumber()) {
            return UNKNOWN;
        }
        if (claims.path("nbf").asLong() > now.getEpochSecond()) {
            return new KlingToken(1003, accessKey);
        }
        return new KlingToken(
                claims.path("exp").asLong() < now.getEpochSecond() ? 1004 : 0, accessKey);
    }

    private static byte[] decoded(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
