package dev.reelay.api.dialect.openai;

import dev.reelay.common.id.JobId;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// How this dialect spells a job's id: `video_` and 32 hex digits.
final class VideoId {
    private static final Pattern FORM = Pattern.compile("video_([0-9a-f]{32})");

    private VideoId() {}

    static String text(JobId job) {
        return "video_" + job.value().toString().replace("-", "");
    }

    static Optional<JobId> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches() ? Optional.of(new JobId(uuid(match.group(1)))) : Optional.empty();
    }

    private static UUID uuid(String hex) {
        var bits = new BigInteger(hex, 16);
        return new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue());
    }
}
