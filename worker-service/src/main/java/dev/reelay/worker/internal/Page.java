package dev.reelay.worker.internal;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.worker.internal.Refused.Invalid;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list, and whether it goes on.
@JsonNaming(SnakeCaseStrategy.class)
public record Page<T>(
        String object,
        List<T> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {
    private static final int USUAL = 20;
    private static final int MOST = 100;

    /// @param found one more than the limit where the list goes on
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> id) {
        var data = found.size() > limit ? found.subList(0, limit) : found;
        return new Page<>(
                "list",
                data,
                data.isEmpty() ? null : id.apply(data.getFirst()),
                data.isEmpty() ? null : id.apply(data.getLast()),
                found.size() > limit);
    }

    /// The parameter `limit`: 1 to 100, or 20 where there is none.
    public static int limit(@Nullable String text) {
        return limit(text, USUAL, MOST);
    }

    /// The same of another list.
    ///
    /// @param usual where there is none
    /// @param most up to 999
    public static int limit(@Nullable String text, int usual, int most) {
        if (text == null) {
            return usual;
        }
        if (text.matches("\\d{1,3}")) {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        }
        throw new Invalid("limit", "must be a whole number from 1 to " + most);
    }
}
