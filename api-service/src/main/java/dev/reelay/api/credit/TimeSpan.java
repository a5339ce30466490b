package dev.reelay.api.credit;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A time, its beginning in it and its end not; to the second.
///
/// @param from null for the beginning of all
/// @param to null for now and later
public record TimeSpan(@Nullable Instant from, @Nullable Instant to) {
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    /// Reads `from` and `to`. Throws {@link GatewayException} where one is no time.
    public static TimeSpan read(MultivaluedMap<String, String> asked) {
        var from = asked.getFirst("from");
        var to = asked.getFirst("to");
        return new TimeSpan(
                from == null ? null : time("from", from), to == null ? null : time("to", to));
    }

    /// Throws {@link GatewayException} where the text is no time, or none of ours.
    public static Instant time(String name, String text) {
        try {
            var time = Instant.parse(text);
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException _) {
            // told below
        }
        throw invalid(name, "must be a time as 2026-06-01T08:00:00Z");
    }

    /// As billing is asked: to be put after other parameters of a query.
    String parameters() {
        return (from == null ? "" : "&from=" + from.getEpochSecond())
                + (to == null ? "" : "&to=" + to.getEpochSecond());
    }
}
