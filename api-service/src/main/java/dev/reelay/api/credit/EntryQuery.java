package dev.reelay.api.credit;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayException;
import dev.reelay.api.page.PageLimit;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which entries are asked for, newest first.
///
/// @param after the number of the last entry seen; null for the newest
/// @param kinds empty for all
public record EntryQuery(@Nullable Long after, int limit, TimeSpan span, List<String> kinds) {
    private static final int USUAL = 20;
    private static final int LARGEST = 100;
    private static final Set<String> KINDS =
            new TreeSet<>(
                    Set.of(
                            "grant",
                            "hold",
                            "capture",
                            "release",
                            "void",
                            "refund",
                            "expire",
                            "adjustment"));

    /// Reads `after`, `limit`, `from`, `to` and `kind`. Throws {@link GatewayException} where one
    /// is not of its type.
    public static EntryQuery read(MultivaluedMap<String, String> asked) {
        var after = asked.getFirst("after");
        return new EntryQuery(
                after == null ? null : number(after),
                PageLimit.read(asked.getFirst("limit"), USUAL, LARGEST),
                TimeSpan.read(asked),
                kinds(asked.getFirst("kind")));
    }

    private static Long number(String after) {
        return Entry.number(after)
                .orElseThrow(() -> invalid("after", "must be the id of an entry"));
    }

    private static List<String> kinds(@Nullable String words) {
        if (words == null) {
            return List.of();
        }
        var kinds = Arrays.stream(words.split(",", -1)).distinct().toList();
        if (!KINDS.containsAll(kinds)) {
            throw invalid("kind", "must be a list by comma of " + String.join(", ", KINDS));
        }
        return kinds;
    }
}
