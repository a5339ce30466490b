package dev.reelay.api.operator;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets operators in. Throws `IllegalStateException` at start where the token is too short to be a
/// secret.
@Singleton
final class OperatorGate {
    private static final int SHORTEST = 16;
    private static final String SCHEME = "Bearer ";

    private final byte[] expected;

    OperatorGate(AdminConfig config) {
        if (config.token().length() < SHORTEST) {
            throw new IllegalStateException(
                    "REELAY_ADMIN_TOKEN must have at least " + SHORTEST + " characters");
        }
        expected = digest(SCHEME + config.token());
    }

    /// Throws {@link GatewayException} for anybody else.
    void pass(HttpHeaders headers) {
        var given = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (!isExpected(given)) {
            throw new GatewayException(new GatewayError.InvalidKey());
        }
    }

    /// Digests of equal length, so that the time it takes tells nothing.
    private boolean isExpected(@Nullable String given) {
        return MessageDigest.isEqual(digest(Objects.requireNonNullElse(given, "")), expected);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
