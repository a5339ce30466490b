package dev.reelay.api.page;

import static dev.reelay.api.error.GatewayException.invalid;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How many of a list are asked for at once.
public final class PageLimit {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    private PageLimit() {}

    /// Throws {@link dev.reelay.api.error.GatewayException} for what is not from 1 to the largest.
    ///
    /// @param usual where nothing is said
    public static int read(@Nullable String limit, int usual, int largest) {
        if (limit == null) {
            return usual;
        }
        if (!NUMBER.matcher(limit).matches() || Integer.parseInt(limit) > largest) {
            throw invalid("limit", "must be 1 to " + largest);
        }
        return Integer.parseInt(limit);
    }
}
