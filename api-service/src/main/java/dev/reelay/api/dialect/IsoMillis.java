package dev.reelay.api.dialect;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/// ISO 8601 in UTC, always with milliseconds: `2026-06-01T08:02:31.000Z`.
public final class IsoMillis {
    private static final DateTimeFormatter FORM =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private IsoMillis() {}

    public static String text(Instant instant) {
        return FORM.format(instant);
    }
}
