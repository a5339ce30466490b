package dev.reelay.api.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/// The text of a key: `sk-live-` or `sk-test-`, 256 random bits in base62, and a checksum by which
/// a mistyped key is refused before anything is looked up and a leak scanner knows a real one.
public record ApiKey(KeyMode mode, String text) {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECKSUM_DIGITS = 6;
    private static final int SHOWN_END = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    static ApiKey next(KeyMode mode) {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return of(mode, secret);
    }

    /// @param secret 32 bytes that nobody can guess
    static ApiKey of(KeyMode mode, byte[] secret) {
        var body = prefix(mode) + base62(new BigInteger(1, secret), SECRET_DIGITS);
        return new ApiKey(mode, body + checksum(body));
    }

    /// Empty where the text is no key of ours, judged by its form and checksum alone.
    static Optional<ApiKey> parse(String text) {
        return Arrays.stream(KeyMode.values())
                .filter(mode -> text.startsWith(prefix(mode)))
                .filter(mode -> isWhole(mode, text))
                .map(mode -> new ApiKey(mode, text))
                .findFirst();
    }

    private static boolean isWhole(KeyMode mode, String text) {
        var bodyLength = prefix(mode).length() + SECRET_DIGITS;
        return text.length() == bodyLength + CHECKSUM_DIGITS
                && text.endsWith(checksum(text.substring(0, bodyLength)));
    }

    private static String prefix(KeyMode mode) {
        return "sk-" + mode.word() + "-";
    }

    /// What a person recognises the key by.
    String shownPrefix() {
        return prefix(mode);
    }

    String shownEnd() {
        return text.substring(text.length() - SHOWN_END);
    }

    private static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_DIGITS);
    }

    private static String base62(BigInteger value, int digits) {
        var text = new char[digits];
        var base = BigInteger.valueOf(DIGITS.length());
        var rest = value;
        for (var i = digits - 1; i >= 0; i--) {
            var step = rest.divideAndRemainder(base);
            text[i] = DIGITS.charAt(step[1].intValue());
            rest = step[0];
        }
        return new String(text);
    }

    @Override
    public String toString() {
        return prefix(mode) + "…" + shownEnd();
    }
}
