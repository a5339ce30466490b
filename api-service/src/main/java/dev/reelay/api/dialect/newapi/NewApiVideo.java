package dev.reelay.api.dialect.newapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.api.clock.UnixSeconds;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import org.jspecify.annotations.Nullable;

/// A video as this API's OpenAI-style surface has it; what is not there is left out. Times are Unix
/// seconds.
@JsonInclude(JsonInclude.Include.NON_NULL)
record NewApiVideo(
        String id,
        String taskId,
        String object,
        String model,
        String status,
        int progress,
        long createdAt,
        @Nullable Long completedAt,
        @Nullable Long expiresAt,
        @Nullable String seconds,
        @Nullable String size,
        @Nullable Failure error,
        @Nullable Metadata metadata) {

    record Failure(String message, String code) {}

    /// @param url of the clip
    record Metadata(String url) {}

    /// @param url of the clip, once it is there
    static NewApiVideo of(Job job, String taskId, @Nullable String url) {
        var completed = job.state() == JobState.COMPLETED;
        return new NewApiVideo(
                taskId,
                taskId,
                "video",
                job.model(),
                NewApiStatus.of(job.state()).openai(),
                NewApiStatus.progress(job),
                job.spec().createdAt().getEpochSecond(),
                completed ? UnixSeconds.of(job.endedAt()) : null,
                completed ? UnixSeconds.of(job.filesUntil()) : null,
                String.valueOf(job.seconds()),
                job.spec().width() + "x" + job.spec().height(),
                NewApiStatus.isFailure(job)
                        ? new Failure(NewApiStatus.why(job), String.valueOf(NewApiStatus.code(job)))
                        : null,
                url == null ? null : new Metadata(url));
    }

    /// The native surface's answer to a submit.
    static NewApiVideo submitted(Job job, String taskId) {
        return new NewApiVideo(
                taskId,
                taskId,
                "video",
                job.model(),
                "processing",
                0,
                job.spec().createdAt().getEpochSecond(),
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
