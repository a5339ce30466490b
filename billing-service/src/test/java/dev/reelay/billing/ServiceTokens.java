package dev.reelay.billing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/// A fresh key pair for each run: the service gets the public half as the launcher would give it,
/// tests sign with the other.
public class ServiceTokens implements QuarkusTestResourceLifecycleManager {
    private static final KeyPair KEYS = pair();

    static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            var file = Files.createTempFile("service-token", ".pem");
            file.toFile().deleteOnExit();
            return Map.of("REELAY_SERVICE_TOKEN_PUBLIC_KEY", write(file).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file) throws IOException {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return Files.writeString(
                file,
                "-----BEGIN PUBLIC KEY-----\n"
                        + encoder.encodeToString(KEYS.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    @Override
    public void stop() {}

    /// As the api signs it for one call.
    public static String valid() {
        return signed(claims(), KEYS.getPrivate());
    }

    static JwtClaimsBuilder claims() {
        return Jwt.issuer("reelay")
                .audience("billing-service")
                .subject("api-service")
                .expiresIn(Duration.ofSeconds(60));
    }

    static JwtClaimsBuilder expired() {
        return claims().issuedAt(Instant.now().minusSeconds(180))
                .expiresAt(Instant.now().minusSeconds(120));
    }

    static String signed(JwtClaimsBuilder claims) {
        return signed(claims, KEYS.getPrivate());
    }

    static String signed(JwtClaimsBuilder claims, PrivateKey key) {
        return claims.jws().algorithm(SignatureAlgorithm.RS256).sign(key);
    }
}
