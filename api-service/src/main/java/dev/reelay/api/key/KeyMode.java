package dev.reelay.api.key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whether a key spends real credits on real providers or test credits on the sandbox.
public enum KeyMode {
    LIVE,
    TEST;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<KeyMode> named(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }
}
