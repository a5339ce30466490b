package dev.reelay.api.dialect.gptimage2;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.api.dialect.IsoMillis;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.common.event.JobReport;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A task. The published pages disagree on names, so it has those of both.
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record GptImage2Task(
        String taskId,
        String id,
        String type,
        int status,
        String model,
        String prompt,
        @Nullable String videoUrl,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        BigDecimal creditsUsed,
        boolean creditsRefunded,
        boolean creditRefunded,
        String createdAt,
        String updatedAt,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String completedAt) {

    /// The answer to a submit.
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    record Submitted(String taskId, int status, BigDecimal creditsUsed) {
        static Submitted of(Job job) {
            return new Submitted(TaskUlid.text(job.id()), PENDING, credits(job));
        }
    }

    private static final int PENDING = 0;
    private static final int COMPLETED = 1;
    private static final int FAILED = 2;

    /// @param videoUrl used where the job is completed
    static GptImage2Task of(Job job, String videoUrl) {
        var id = TaskUlid.text(job.id());
        var failed = status(job.state()) == FAILED;
        return new GptImage2Task(
                id,
                id,
                "video",
                status(job.state()),
                job.model(),
                job.spec().prompt(),
                job.state() == JobState.COMPLETED ? videoUrl : null,
                failed ? code(job) : null,
                failed ? why(job) : null,
                credits(job),
                // Whoever sees a failed task has its credits back, or will in a moment.
                failed,
                failed,
                IsoMillis.text(job.spec().createdAt()),
                IsoMillis.text(updated(job)),
                job.endedAt() == null ? null : IsoMillis.text(job.endedAt()));
    }

    /// No other number exists: a client takes one for an error.
    private static int status(JobState state) {
        return switch (state) {
            case ACCEPTING, ABANDONED, QUEUED, IN_PROGRESS -> PENDING;
            case COMPLETED -> COMPLETED;
            case FAILED, CANCELLED, EXPIRED -> FAILED;
        };
    }

    private static String code(Job job) {
        return switch (job.state()) {
            case CANCELLED -> "CANCELLED";
            case EXPIRED -> "TIMEOUT";
            case ACCEPTING, ABANDONED, QUEUED, IN_PROGRESS, COMPLETED, FAILED -> {
                var failure = job.failure();
                var reason = failure == null ? JobReport.Reason.PROVIDER_ERROR : failure.reason();
                yield reason.name();
            }
        };
    }

    private static String why(Job job) {
        var failure = job.failure();
        return failure == null ? "the video could not be made" : failure.message();
    }

    private static BigDecimal credits(Job job) {
        var price = Objects.requireNonNull(job.price(), "an accepted job has a price");
        return new BigDecimal(price.amount().toString());
    }

    private static Instant updated(Job job) {
        if (job.endedAt() != null) {
            return job.endedAt();
        }
        var report = job.report();
        return report == null || report.startedAt() == null
                ? job.spec().createdAt()
                : report.startedAt();
    }
}
