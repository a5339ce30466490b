package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.clock.UnixSeconds;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.job.VideoId;
import dev.reelay.api.queue.QueuePlace;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.JobReport.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// OpenAI's video object, all thirteen members always there, and ours after them. Times are Unix
/// seconds.
record OpenAiVideo(
        String id,
        String object,
        String model,
        String status,
        int progress,
        long createdAt,
        @Nullable Long completedAt,
        @Nullable Long expiresAt,
        String prompt,
        String size,
        String seconds,
        @Nullable String remixedFromVideoId,
        @Nullable Failure error,
        String resolution,
        String aspectRatio,
        int duration,
        int n,
        boolean audio,
        Mode mode,
        String progressKind,
        int expectedSeconds,
        @Nullable QueuePlace queue,
        List<String> warnings,
        @Nullable ObjectNode metadata,
        Links links,
        Bill billing) {

    record Failure(String code, String message) {}

    /// So that no client builds a URL.
    ///
    /// @param content one per delivered clip
    /// @param cancel null once there is nothing to cancel
    record Links(String self, List<String> content, @Nullable String cancel) {}

    /// Credits as decimal strings; what is held, captured and released is the price at acceptance.
    ///
    /// @param refunded what was given back later of what was captured
    record Bill(String state, String held, String captured, String released, String refunded) {}

    private static final int LEAST_RUNNING = 1;
    private static final int MOST_RUNNING = 99;

    /// @param queue where the job stands; null where that is not known
    static OpenAiVideo of(Job job, @Nullable QueuePlace queue, String publicUrl) {
        var spec = job.spec();
        var completed = job.state() == JobState.COMPLETED;
        return new OpenAiVideo(
                VideoId.text(job.id()),
                "video",
                job.model(),
                status(job.state()),
                progress(job),
                spec.createdAt().getEpochSecond(),
                completed ? UnixSeconds.of(job.endedAt()) : null,
                completed ? UnixSeconds.of(job.filesUntil()) : null,
                spec.prompt(),
                spec.width() + "x" + spec.height(),
                String.valueOf(job.seconds()),
                remixedFrom(job),
                failure(job),
                spec.resolution(),
                spec.aspectRatio(),
                job.seconds(),
                spec.outputs(),
                spec.audio(),
                spec.mode(),
                progressKind(job),
                job.expectedSeconds(),
                queue,
                job.warnings(),
                job.metadata(),
                links(job, publicUrl + "/v1/videos/" + VideoId.text(job.id())),
                bill(job));
    }

    private static @Nullable String remixedFrom(Job job) {
        var source = job.ancestry().remixedFrom();
        return source == null ? null : VideoId.text(source);
    }

    /// Exactly these four words: OpenAI's client stops polling at any other.
    static String status(JobState state) {
        return switch (state) {
            case QUEUED -> "queued";
            case IN_PROGRESS -> "in_progress";
            case COMPLETED -> "completed";
            case FAILED, CANCELLED, EXPIRED -> "failed";
            case ACCEPTING, ABANDONED -> throw new IllegalStateException("nobody sees " + state);
        };
    }

    private static int progress(Job job) {
        return switch (job.state()) {
            case ACCEPTING, ABANDONED, QUEUED -> 0;
            case IN_PROGRESS -> Math.clamp(job.progress(), LEAST_RUNNING, MOST_RUNNING);
            case COMPLETED -> 100;
            case FAILED, CANCELLED, EXPIRED -> job.progress();
        };
    }

    private static String progressKind(Job job) {
        return switch (job.state()) {
            case ACCEPTING, ABANDONED, QUEUED -> "indeterminate";
            case IN_PROGRESS -> "estimated";
            case COMPLETED, FAILED, CANCELLED, EXPIRED -> "measured";
        };
    }

    static @Nullable Failure failure(Job job) {
        return switch (job.state()) {
            case ACCEPTING, ABANDONED, QUEUED, IN_PROGRESS, COMPLETED -> null;
            case CANCELLED -> new Failure("cancelled", why(job, "The video was cancelled."));
            case EXPIRED -> new Failure("timeout", why(job, "The video took too long."));
            case FAILED -> new Failure(code(job), why(job, "The video could not be made."));
        };
    }

    private static String why(Job job, String usual) {
        var failure = job.failure();
        return failure == null ? usual : failure.message();
    }

    private static String code(Job job) {
        var failure = job.failure();
        return failure == null ? code(Reason.PROVIDER_ERROR) : code(failure.reason());
    }

    private static String code(Reason reason) {
        return switch (reason) {
            case CONTENT_POLICY -> "moderation_blocked";
            case INVALID_INPUT -> "invalid_input";
            case PROVIDER_ERROR, STORAGE_ERROR -> "generation_failed";
            case PROVIDER_UNAVAILABLE -> "provider_unavailable";
            case TIMEOUT -> "timeout";
            case CANCELLED -> "cancelled";
        };
    }

    private static Links links(Job job, String self) {
        var content =
                job.state() == JobState.COMPLETED && !job.filesGone()
                        ? job.outputs().stream()
                                .map(o -> self + "/content?index=" + o.index())
                                .toList()
                        : List.<String>of();
        return new Links(self, content, job.state().ended() ? null : self + "/cancel");
    }

    private static Bill bill(Job job) {
        var price = job.price();
        var settled = job.settlement();
        if (settled == null) {
            var held = price == null ? Credits.ZERO : price.amount();
            return new Bill("held", held.toString(), "0", "0", "0");
        }
        var state = settled.captured().equals(Credits.ZERO) ? "released" : "captured";
        return new Bill(
                state,
                "0",
                settled.captured().toString(),
                settled.released().toString(),
                settled.refunded().toString());
    }
}
