package dev.reelay.worker.fidelity;

import dev.reelay.worker.internal.Refused.Invalid;
import java.util.UUID;
import java.util.regex.Pattern;

/// The place of a clip in the list of those that were not what was ordered.
///
/// @param endedMicros when its execution ended, in microseconds since 1970
/// @param output 0-based index among the job's outputs
record MismatchCursor(long endedMicros, UUID job, int output) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,18})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(\\d{1,4})");

    /// Throws {@link Invalid} where the text is no cursor.
    static MismatchCursor parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new Invalid("after", "must be a cursor of this list");
        }
        return new MismatchCursor(
                Long.parseLong(match.group(1)),
                UUID.fromString(match.group(2)),
                Integer.parseInt(match.group(3)));
    }

    @Override
    public String toString() {
        return endedMicros + "_" + job + "_" + output;
    }
}
