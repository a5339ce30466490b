package dev.reelay.api.topup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text of a redemption code: 20 of Crockford's base 32 digits, in groups of five. It has 100
/// random bits, so it cannot be guessed, and its plain digest can be kept.
///
/// @param digits without dashes, in capitals
record CodeText(String digits) {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 20;
    private static final int GROUP = 5;
    private static final Pattern WRITTEN = Pattern.compile("[" + DIGITS + "]{" + LENGTH + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static CodeText next() {
        var digits = new StringBuilder();
        for (var i = 0; i < LENGTH; i++) {
            digits.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return new CodeText(digits.toString());
    }

    /// As people write it: in small letters too, with or without dashes, O for 0, I and L for 1.
    /// Empty where it is no code.
    static Optional<CodeText> parse(String text) {
        var digits =
                text.toUpperCase(Locale.ROOT)
                        .replaceAll("[\\s-]", "")
                        .replace('O', '0')
                        .replace('I', '1')
                        .replace('L', '1');
        return WRITTEN.matcher(digits).matches()
                ? Optional.of(new CodeText(digits))
                : Optional.empty();
    }

    String last4() {
        return digits.substring(LENGTH - 4);
    }

    /// With dashes.
    String text() {
        return String.join("-", digits.split("(?<=\\G.{" + GROUP + "})"));
    }

    byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(digits.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Not the code.
    @Override
    public String toString() {
        return "code …" + last4();
    }
}
