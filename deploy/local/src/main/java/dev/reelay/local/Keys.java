package dev.reelay.local;

import dev.reelay.parts.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// What the services share with each other and with their operator; generated once per
/// installation.
public final class Keys {
    private static final String SIGNING = "service-token-rsa-key.pem";
    private static final String VERIFYING = "service-token-rsa-public-key.pem";

    private final Secrets secrets;

    public Keys(Secrets secrets) {
        this.secrets = secrets;
    }

    /// What operators show to the admin API.
    public String adminToken() {
        return secrets.password("admin-token");
    }

    /// 32 bytes in base64, from which the api derives its own keys.
    public String masterKey() {
        return secrets.get(
                "master-key", () -> Base64.getEncoder().encodeToString(Secrets.randomBytes(32)));
    }

    /// PEM file of the key that signs service tokens.
    public Path signingKey() {
        ensurePair();
        return secrets.file(SIGNING);
    }

    /// PEM file of the key that verifies them.
    public Path verifyingKey() {
        ensurePair();
        return secrets.file(VERIFYING);
    }

    private void ensurePair() {
        // The signing key is written last: a pair that was half made is made again.
        if (!Files.exists(secrets.file(SIGNING))) {
            var pair = pair();
            write(VERIFYING, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            write(SIGNING, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        }
    }

    private void write(String name, String pem) {
        try {
            Secrets.write(secrets.file(name), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String kind, byte[] key) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind);
    }
}
