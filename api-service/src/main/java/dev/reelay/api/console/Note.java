package dev.reelay.api.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page that says why there is nothing else to see.
///
/// @param more sentences after the first
/// @param link where to go from here
/// @param word what the link is called
record Note(String title, String text, List<String> more, String link, String word) {
    private static final String HOME = "/console";

    static Note of(String title, String text) {
        return new Note(title, text, List.of(), HOME, "To the console");
    }

    static Note signIn(String title, String text, @Nullable String more) {
        return new Note(
                title, text, more == null ? List.of() : List.of(more), HOME, "Sign in again");
    }
}
