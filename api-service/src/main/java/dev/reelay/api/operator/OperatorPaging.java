package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.page.PageLimit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How operators ask for pages of a list. Throws `GatewayException` for what is asked wrongly.
final class OperatorPaging {
    private static final int USUAL = 50;
    private static final int LARGEST = 200;

    private OperatorPaging() {}

    /// How many are wanted.
    static int limit(@Nullable String limit) {
        return PageLimit.read(limit, USUAL, LARGEST);
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
