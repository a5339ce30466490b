package dev.reelay.api.operator;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets operators in. Throws `IllegalStateException` at start where the token is too short to be a
/// secret.
@Singleton
final class OperatorGate {
    private static final int SHORTEST = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.@_-]{1,100}");
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
    ///
    /// @param headers the value of a header by its name; null where the request has none
    Operator identify(UnaryOperator<@Nullable String> headers) {
        if (!isExpected(headers.apply(HttpHeaders.AUTHORIZATION))) {
            throw new GatewayException(new GatewayError.InvalidKey());
        }
        var name = headers.apply(Operator.HEADER);
        if (name != null && !NAME.matcher(name).matches()) {
            throw GatewayException.invalid(
                    Operator.HEADER, "must be a name of 1 to 100 letters, digits and .@_-");
        }
        return new Operator(name, Operator.Role.OPERATOR);
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
