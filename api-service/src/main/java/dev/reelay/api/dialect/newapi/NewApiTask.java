package dev.reelay.api.dialect.newapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.common.catalogue.Mode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The answer to a poll: what the documentation says, and in `data` what the software says. Times
/// are Unix seconds, 0 where there is none yet.
///
/// @param url of the first clip; empty before it is there
/// @param urls of all clips; absent for one
record NewApiTask(
        String taskId,
        String status,
        String url,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> urls,
        String format,
        @Nullable Made metadata,
        @Nullable Failure error,
        String code,
        String message,
        Data data) {

    /// The clip that was made.
    record Made(
            BigDecimal duration,
            @Nullable Integer fps,
            int width,
            int height,
            @Nullable Long seed) {}

    /// @param code as an HTTP status
    record Failure(int code, String message) {}

    /// @param quota the price in 500,000ths of a dollar
    record Data(
            int id,
            long createdAt,
            long updatedAt,
            String taskId,
            String platform,
            int userId,
            String group,
            int channelId,
            long quota,
            String action,
            String status,
            String failReason,
            String resultUrl,
            long submitTime,
            long startTime,
            long finishTime,
            String progress,
            Properties properties,
            Map<String, String> data) {}

    record Properties(String input, String originModelName) {}

    /// What a job alone does not tell.
    ///
    /// @param platform the vendor
    /// @param links to the clips, by index
    record Beside(String taskId, String platform, long quota, List<String> links) {}

    static NewApiTask of(Job job, Beside beside) {
        var links = beside.links();
        var url = links.isEmpty() ? "" : links.getFirst();
        return new NewApiTask(
                beside.taskId(),
                NewApiStatus.of(job.state()).documented(),
                url,
                links.size() > 1 ? links : null,
                "mp4",
                made(job),
                NewApiStatus.isFailure(job)
                        ? new Failure(NewApiStatus.code(job), NewApiStatus.why(job))
                        : null,
                "success",
                "",
                data(job, beside, url));
    }

    private static @Nullable Made made(Job job) {
        if (job.state() != JobState.COMPLETED || job.outputs().isEmpty()) {
            return null;
        }
        var clip = job.outputs().getFirst();
        var seconds = BigDecimal.valueOf(clip.durationMillis(), 3).stripTrailingZeros();
        return new Made(
                seconds.scale() < 0 ? seconds.setScale(0) : seconds,
                job.spec().fps(),
                clip.width(),
                clip.height(),
                job.spec().seed());
    }

    private static Data data(Job job, Beside beside, String url) {
        var created = job.spec().createdAt().getEpochSecond();
        var started = startedAt(job);
        var ended = job.endedAt() == null ? 0 : job.endedAt().getEpochSecond();
        return new Data(
                number(job.id().value()),
                created,
                Math.max(created, Math.max(started, ended)),
                beside.taskId(),
                beside.platform(),
                number(job.tenant().value()),
                "default",
                0,
                beside.quota(),
                action(job.spec().mode()),
                NewApiStatus.of(job.state()).running(),
                NewApiStatus.isFailure(job) ? NewApiStatus.why(job) : "",
                url,
                created,
                started,
                ended,
                NewApiStatus.progress(job) + "%",
                new Properties("", job.model()),
                Map.of());
    }

    private static long startedAt(Job job) {
        Instant started = job.report() == null ? null : job.report().startedAt();
        return started == null ? 0 : started.getEpochSecond();
    }

    /// Clients know ids as small numbers; these are the same every time and mean nothing.
    private static int number(UUID id) {
        return Long.hashCode(id.getLeastSignificantBits()) & Integer.MAX_VALUE;
    }

    private static String action(Mode mode) {
        return switch (mode) {
            case TEXT -> "textGenerate";
            case IMAGE, VIDEO, EXTENSION -> "generate";
            case FRAMES -> "firstTailGenerate";
            case REFERENCE -> "referenceGenerate";
        };
    }
}
