package dev.reelay.billing.error;

import org.jspecify.annotations.Nullable;

/// What people write in requests.
public final class Text {
    private Text() {}

    /// Throws `IllegalArgumentException` where it is missing, as Jackson passes null for a member
    /// that is, or cannot be kept.
    ///
    /// @param longest in characters
    public static void check(String name, @Nullable String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(name + " is missing or longer than " + longest);
        }
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(name + " has a character that cannot be kept");
        }
    }
}
