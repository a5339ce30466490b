package dev.reelay.api.dialect.openrouter;

import dev.reelay.api.dialect.Base62;
import dev.reelay.api.dialect.JobBits;
import dev.reelay.common.id.JobId;
import java.util.Optional;

/// How this dialect spells a job's id: its 128 bits as 22 base62 digits.
final class ShortId {
    private static final int DIGITS = 22;

    private ShortId() {}

    static String text(JobId job) {
        return Base62.text(JobBits.of(job), DIGITS);
    }

    static Optional<JobId> parse(String text) {
        return text.length() == DIGITS
                ? Base62.value(text)
                        .filter(bits -> bits.bitLength() <= JobBits.LENGTH)
                        .map(JobBits::job)
                : Optional.empty();
    }
}
