package dev.reelay.api.credit;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The short-lived token that internal routes ask for. Throws `IllegalStateException` at start
/// where the key file is no RSA key. RS256, for each call is verified, and RSA verifies ten times
/// as fast as an elliptic curve.
@Singleton
final class ServiceToken {
    private static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.RS256;
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration RENEWED_AFTER = Duration.ofSeconds(30);

    private final PrivateKey key;
    private final InstantSource clock;
    private volatile Signed current;

    private record Signed(String text, Instant at) {}

    ServiceToken(ServiceTokenConfig config, InstantSource clock) {
        this.key = read(config.key());
        this.clock = clock;
        this.current = sign(clock.instant());
    }

    private static PrivateKey read(Path file) {
        try {
            return KeyUtils.decodePrivateKey(Files.readString(file), ALGORITHM);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "REELAY_SERVICE_TOKEN_KEY must be a PEM file with a PKCS#8 RSA key, "
                            + file
                            + " is not: "
                            + e.getClass().getSimpleName());
        }
    }

    /// A token that is good for at least 30 s more.
    String text() {
        var now = clock.instant();
        var token = current;
        if (now.isAfter(token.at().plus(RENEWED_AFTER))) {
            token = sign(now);
            current = token;
        }
        return token.text();
    }

    private Signed sign(Instant now) {
        var text =
                Jwt.issuer("reelay")
                        .audience("billing-service")
                        .subject("api-service")
                        .issuedAt(now)
                        .expiresAt(now.plus(LIFE))
                        .jws()
                        .algorithm(ALGORITHM)
                        .sign(key);
        return new Signed(text, now);
    }
}
