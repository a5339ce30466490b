package dev.reelay.api.job;

import dev.reelay.common.id.HexId;
import dev.reelay.common.id.JobId;
import java.util.Optional;

/// How people and most dialects read a job's id: `video_` and 32 hex digits.
public final class VideoId {
    private static final String WORD = "video_";

    private VideoId() {}

    public static String text(JobId job) {
        return HexId.text(WORD, job.value());
    }

    /// Empty where the text is no such id.
    public static Optional<JobId> parse(String text) {
        return HexId.parse(WORD, text).map(JobId::new);
    }
}
