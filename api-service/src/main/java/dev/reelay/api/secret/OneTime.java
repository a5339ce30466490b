package dev.reelay.api.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Texts that nobody guesses: 256 random bits. Where one is kept, only its digest is, so whoever
/// reads the table can use none.
public final class OneTime {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTime() {}

    /// 43 letters, digits, `-` and `_`.
    public static String next() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Of whatever text somebody brings.
    public static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
