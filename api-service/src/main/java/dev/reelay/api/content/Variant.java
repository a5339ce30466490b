package dev.reelay.api.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which of a clip's files.
public enum Variant {
    VIDEO,
    THUMBNAIL,
    SPRITESHEET;

    public static Optional<Variant> named(String word) {
        return Arrays.stream(values()).filter(v -> v.word().equals(word)).findFirst();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All words, for a message.
    public static String words() {
        return Arrays.stream(values()).map(Variant::word).collect(Collectors.joining(", "));
    }
}
