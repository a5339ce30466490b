package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How operators ask for pages of a list. Throws `GatewayException` for what is asked wrongly.
final class OperatorPaging {
    private static final int USUAL = 50;
    private static final int LARGEST = 200;

    private OperatorPaging() {}

    /// How many are wanted.
    static int limit(@Nullable String limit) {
        if (limit == null) {
            return USUAL;
        }
        if (!limit.matches("[1-9]\\d{0,2}") || Integer.parseInt(limit) > LARGEST) {
            throw invalid("limit", "must be 1 to " + LARGEST);
        }
        return Integer.parseInt(limit);
    }

    /// The id from behind which the page begins.
    static UUID cursor(String after) {
        try {
            return UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw invalid("after", "must be a cursor of this list");
        }
    }
}
