package dev.reelay.common.id;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// An id as a word that says what it is of, and the 32 hex digits of a UUID.
public final class HexId {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");
    private static final int HALF = 16;
    private static final int HEX = 16;

    private HexId() {}

    public static String text(String word, UUID id) {
        return word + id.toString().replace("-", "");
    }

    /// Empty where the text is not spelled so.
    public static Optional<UUID> parse(String word, String text) {
        if (!text.startsWith(word)) {
            return Optional.empty();
        }
        var digits = text.substring(word.length());
        return DIGITS.matcher(digits).matches() ? Optional.of(uuid(digits)) : Optional.empty();
    }

    private static UUID uuid(String digits) {
        return new UUID(
                Long.parseUnsignedLong(digits.substring(0, HALF), HEX),
                Long.parseUnsignedLong(digits.substring(HALF), HEX));
    }
}
