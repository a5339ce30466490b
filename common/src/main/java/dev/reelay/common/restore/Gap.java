package dev.reelay.common.restore;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/// The time that databases forgot when they were set back to backups. What a database says of a job
/// that was accepted before the gap's end may be less than what has happened.
///
/// @param from the oldest moment that one of them was set back to
/// @param until when the services began to work again, so later than anything that was forgotten
public record Gap(Instant from, Instant until) {
    public Gap {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "a gap ends after it begins, not " + from + "/" + until);
        }
    }

    /// Reads an interval of ISO 8601, two instants with `/` between them. Throws
    /// `IllegalArgumentException` for anything else.
    public static Gap parse(CharSequence text) {
        var ends = text.toString().strip().split("/", -1);
        if (ends.length == 2) {
            try {
                return new Gap(Instant.parse(ends[0]), Instant.parse(ends[1]));
            } catch (DateTimeParseException e) {
                throw unreadable(text);
            }
        }
        throw unreadable(text);
    }

    private static IllegalArgumentException unreadable(CharSequence text) {
        return new IllegalArgumentException(
                "a gap is like 2026-11-20T03:00:00Z/2026-11-20T10:30:00Z, not " + text);
    }

    /// The gap itself. Throws `IllegalStateException` where it has not ended: what is accepted from
    /// now on would be taken for forgotten.
    public Gap endedBy(Instant now) {
        if (until.isAfter(now)) {
            throw new IllegalStateException(
                    "REELAY_RESTORE_GAP ends at %s, which is yet to come: it is %s"
                            .formatted(until, now));
        }
        return this;
    }
}
