package dev.reelay.worker;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/// A fresh key pair for each run: the worker gets the public half, tests call it with the other.
public final class ServiceTokens implements QuarkusTestResourceLifecycleManager {
    private static final KeyPair KEYS = pair();

    private static KeyPair pair() {
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
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        try {
            var file = Files.createTempFile("service-token", ".pem");
            file.toFile().deleteOnExit();
            Files.writeString(
                    file,
                    "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                            .formatted(lines.encodeToString(KEYS.getPublic().getEncoded())));
            return Map.of("REELAY_SERVICE_TOKEN_PUBLIC_KEY", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}

    /// As the api signs it for a call of this audience.
    public static String of(String audience) {
        return Jwt.issuer("reelay")
                .audience(audience)
                .subject("api-service")
                .expiresIn(Duration.ofSeconds(60))
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .sign(KEYS.getPrivate());
    }
}
