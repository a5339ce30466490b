package dev.reelay.api.dialect.openai;

import dev.reelay.common.id.HexId;
import dev.reelay.common.id.JobId;
import java.util.Optional;

/// How this dialect spells a job's id: `video_` and 32 hex digits.
final class VideoId {
    private static final String WORD = "video_";

    private VideoId() {}

    static String text(JobId job) {
        return HexId.text(WORD, job.value());
    }

    static Optional<JobId> parse(String text) {
        return HexId.parse(WORD, text).map(JobId::new);
    }
}
