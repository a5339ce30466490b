package dev.reelay.api.id;

import java.util.Optional;
import java.util.UUID;

/// An id as a word that says what it is of, and the 32 hex digits of a UUID.
public final class HexId {
    private HexId() {}

    public static String text(String word, UUID id) {
        return dev.reelay.common.id.HexId.text(word, id);
    }

    /// Empty where the text is not spelled so.
    public static Optional<UUID> parse(String word, String text) {
        return dev.reelay.common.id.HexId.parse(word, text);
    }
}
