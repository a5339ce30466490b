package dev.reelay.api.job;

import dev.reelay.common.event.JobReport;
import java.util.Locale;

/// Where a job is, as the api knows it. `ACCEPTING` and `ABANDONED` are never shown: nobody was
/// told of such a job.
///
/// ```
/// accepting → queued → in_progress → completed | failed | cancelled | expired
/// accepting → abandoned
/// ```
public enum JobState {
    ACCEPTING,
    QUEUED,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    CANCELLED,
    EXPIRED,
    ABANDONED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobState named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// What a report of the worker makes of a job that was accepted.
    public static JobState of(JobReport.Status status) {
        return switch (status) {
            case QUEUED -> QUEUED;
            case IN_PROGRESS -> IN_PROGRESS;
            case COMPLETED -> COMPLETED;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
            case EXPIRED -> EXPIRED;
        };
    }

    public boolean ended() {
        return switch (this) {
            case ACCEPTING, QUEUED, IN_PROGRESS -> false;
            case COMPLETED, FAILED, CANCELLED, EXPIRED, ABANDONED -> true;
        };
    }
}
