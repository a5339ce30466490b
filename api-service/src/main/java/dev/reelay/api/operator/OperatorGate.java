package dev.reelay.api.operator;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.signin.Person;
import dev.reelay.api.signin.SignIn;
import dev.reelay.api.signin.SignInConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets operators in: whoever has the shared token, and who signed in with the role `operator` or
/// `auditor` and belongs to no tenant. Throws `IllegalStateException` at start where neither is
/// configured, or the token is too short to be a secret.
@Singleton
final class OperatorGate {
    private static final int SHORTEST = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.@_-]{1,100}");
    private static final String SCHEME = "Bearer ";

    private final SignIn signIn;
    private final byte @Nullable [] expected;

    OperatorGate(AdminConfig config, SignInConfig issuer, SignIn signIn) {
        this.signIn = signIn;
        if (config.token().isEmpty() && issuer.issuer().isEmpty()) {
            throw new IllegalStateException(
                    "nobody could operate: set REELAY_ADMIN_TOKEN or REELAY_OIDC_ISSUER");
        }
        expected = config.token().map(OperatorGate::expected).orElse(null);
    }

    private static byte[] expected(String token) {
        if (token.length() < SHORTEST) {
            throw new IllegalStateException(
                    "REELAY_ADMIN_TOKEN must have at least " + SHORTEST + " characters");
        }
        return digest(SCHEME + token);
    }

    /// Throws {@link GatewayException} for anybody else.
    ///
    /// @param headers the value of a header by its name; null where the request has none
    Operator identify(UnaryOperator<@Nullable String> headers) {
        var given = Objects.requireNonNullElse(headers.apply(HttpHeaders.AUTHORIZATION), "");
        if (isExpected(given)) {
            return new Operator(named(headers.apply(Operator.HEADER)), Operator.Role.OPERATOR);
        }
        if (!given.startsWith(SCHEME)) {
            throw new GatewayException(new GatewayError.InvalidKey());
        }
        return signIn.person(given.substring(SCHEME.length()))
                .map(OperatorGate::operator)
                .orElseThrow(() -> new GatewayException(new GatewayError.InvalidKey()));
    }

    private static @Nullable String named(@Nullable String name) {
        if (name != null && !NAME.matcher(name).matches()) {
            throw GatewayException.invalid(
                    Operator.HEADER, "must be a name of 1 to 100 letters, digits and .@_-");
        }
        return name;
    }

    private static Operator operator(Person person) {
        return Operator.of(person)
                .orElseThrow(
                        () ->
                                new GatewayException(
                                        new GatewayError.MissingScope(
                                                Operator.Role.OPERATOR.word())));
    }

    /// Digests of equal length, so that the time it takes tells nothing.
    private boolean isExpected(String given) {
        return expected != null && MessageDigest.isEqual(digest(given), expected);
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
