package dev.reelay.api.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A time on a page.
///
/// @param iso for machines
/// @param text for people, in UTC
record Moment(String iso, String text) {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    static Moment of(Instant time) {
        return new Moment(time.truncatedTo(ChronoUnit.SECONDS).toString(), FORM.format(time));
    }

    static @Nullable Moment orNone(@Nullable Instant time) {
        return time == null ? null : of(time);
    }
}
