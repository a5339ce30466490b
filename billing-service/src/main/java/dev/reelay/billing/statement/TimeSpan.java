package dev.reelay.billing.statement;

import dev.reelay.billing.error.MalformedRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A time, its beginning in it and its end not.
///
/// @param from null for the beginning of all
/// @param to null for now and later
public record TimeSpan(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
    /// From Unix seconds; throws {@link MalformedRequest} where they are none.
    public static TimeSpan read(@Nullable String from, @Nullable String to) {
        return new TimeSpan(time("from", from), time("to", to));
    }

    private static @Nullable OffsetDateTime time(String name, @Nullable String seconds) {
        return seconds == null
                ? null
                : MalformedRequest.unlessReadable(name, seconds, TimeSpan::seconds);
    }

    private static OffsetDateTime seconds(String text) {
        if (!text.matches("\\d{1,11}")) {
            throw new IllegalArgumentException("not Unix seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(text)).atOffset(ZoneOffset.UTC);
    }
}
