package dev.reelay.worker.internal;

import dev.reelay.worker.internal.Refused.Invalid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Times as the api is told them: ISO 8601 in UTC, always with milliseconds.
public final class Times {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    // What the database can keep, with room at both ends.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private Times() {}

    public static String text(Instant time) {
        return MILLIS.format(time);
    }

    /// A column that may be null, as text.
    public static @Nullable String text(ResultSet row, String column) throws SQLException {
        var time = orNull(row, column);
        return time == null ? null : text(time);
    }

    /// A column that may be null.
    public static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /// A column that is never null.
    public static Instant of(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// Throws {@link Invalid} for the field where it is no time with its offset.
    public static Instant read(String field, String text) {
        try {
            var time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new Invalid(field, "must be a time from 1970 to 9999");
            }
            return time;
        } catch (DateTimeException e) {
            throw new Invalid(field, "must be a time such as 2026-06-01T08:00:00.000Z");
        }
    }
}
