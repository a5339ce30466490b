package dev.reelay.simulator.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// Made-up credentials and hashes, the same for the same seed. Nothing here is a secret.
public final class Dummy {
    private Dummy() {}

    /// Lower-case hex digits, at most 64.
    public static String hex(String seed, int length) {
        return hash(seed).substring(0, length);
    }

    /// The SHA-256 of a text, in lower-case hex.
    public static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// A UUID.
    public static String uuid(String seed) {
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
