package dev.reelay.api.dialect.gptimage2;

import dev.reelay.api.dialect.JobBits;
import dev.reelay.common.id.JobId;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// How this dialect spells a job's id: `tsk_` and its 128 bits as a ULID has them, 26 digits.
final class TaskUlid {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    // The first digit has three bits only.
    private static final Pattern FORM = Pattern.compile("tsk_([0-7][0-9A-HJKMNP-TV-Z]{25})");
    private static final int LENGTH = 26;
    private static final int BITS = 5;

    private TaskUlid() {}

    static String text(JobId job) {
        var bits = JobBits.of(job);
        var text = new StringBuilder("tsk_");
        for (var i = LENGTH - 1; i >= 0; i--) {
            text.append(DIGITS.charAt(bits.shiftRight(i * BITS).intValue() & 31));
        }
        return text.toString();
    }

    static Optional<JobId> parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var bits = BigInteger.ZERO;
        for (var digit : match.group(1).toCharArray()) {
            bits = bits.shiftLeft(BITS).or(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        return Optional.of(JobBits.job(bits));
    }
}
