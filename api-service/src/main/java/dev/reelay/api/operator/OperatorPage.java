package dev.reelay.api.operator;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param nextCursor the next `after`; null at the end
public record OperatorPage<T>(List<T> data, boolean hasMore, @Nullable String nextCursor) {
    /// @param found one more than the limit where the list goes on
    /// @param shown as it stands in the list
    static <F, T> OperatorPage<T> of(
            List<F> found, int limit, Function<F, String> id, Function<F, T> shown) {
        var page = found.subList(0, Math.min(found.size(), limit));
        var hasMore = found.size() > page.size();
        return new OperatorPage<>(
                page.stream().map(shown).toList(),
                hasMore,
                hasMore ? id.apply(page.getLast()) : null);
    }
}
