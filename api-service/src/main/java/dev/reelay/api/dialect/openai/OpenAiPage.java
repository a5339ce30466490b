package dev.reelay.api.dialect.openai;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list; `last_id` is the next `after`.
record OpenAiPage<T>(
        String object,
        List<T> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {

    /// @param found one more than the limit where the list goes on
    /// @param shown as it stands in the list
    static <F, T> OpenAiPage<T> of(
            List<F> found, int limit, Function<F, String> id, Function<F, T> shown) {
        var page = found.subList(0, Math.min(found.size(), limit));
        return new OpenAiPage<>(
                "list",
                page.stream().map(shown).toList(),
                page.isEmpty() ? null : id.apply(page.getFirst()),
                page.isEmpty() ? null : id.apply(page.getLast()),
                found.size() > page.size());
    }
}
