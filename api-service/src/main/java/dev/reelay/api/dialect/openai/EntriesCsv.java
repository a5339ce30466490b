package dev.reelay.api.dialect.openai;

import dev.reelay.api.credit.Entry;
import dev.reelay.api.csv.Csv;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Entries as a file.
final class EntriesCsv {
    private static final List<String> HEADER =
            List.of("id", "created_at", "kind", "amount", "from", "to", "available", "video");

    private EntriesCsv() {}

    /// @param next those that come after one, or the first of all; none at the end
    static Response file(Function<@Nullable Entry, List<Entry>> next) {
        return Csv.file("entries", HEADER, EntriesCsv::cells, next);
    }

    private static List<@Nullable String> cells(Entry entry) {
        var shown = OpenAiEntry.of(entry);
        return Arrays.asList(
                shown.id(),
                shown.createdAt(),
                shown.kind(),
                shown.amount(),
                shown.from(),
                shown.to(),
                shown.available(),
                shown.video());
    }
}
