package dev.reelay.api.dialect.openrouter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job as this API shows it. What is not there is left out: clients refuse a null.
///
/// @param unsignedUrls need the key, whatever their name says
/// @param urls need none, for an hour
@JsonInclude(JsonInclude.Include.NON_NULL)
record OpenRouterVideo(
        String id,
        @Nullable String generationId,
        String pollingUrl,
        String status,
        @Nullable List<String> unsignedUrls,
        @Nullable List<String> urls,
        @Nullable Usage usage,
        @Nullable String error) {

    /// @param cost in dollars
    record Usage(BigDecimal cost, @JsonProperty("is_byok") boolean byok) {}

    /// What a job alone does not tell.
    record Beside(String pollingUrl, List<String> signed, BigDecimal cost) {}

    static OpenRouterVideo of(Job job, Beside beside) {
        var completed = job.state() == JobState.COMPLETED;
        return new OpenRouterVideo(
                ShortId.text(job.id()),
                job.state().ended() ? generation(job) : null,
                beside.pollingUrl(),
                status(job.state()),
                completed ? unsigned(job, beside.pollingUrl()) : null,
                completed ? beside.signed() : null,
                completed ? new Usage(beside.cost(), job.spec().onOwnAccount()) : null,
                job.state().ended() && !completed ? why(job) : null);
    }

    private static String generation(Job job) {
        var id = job.id().toString();
        return "gen-%d-%s"
                .formatted(job.spec().createdAt().getEpochSecond(), id.substring(id.length() - 6));
    }

    private static List<String> unsigned(Job job, String pollingUrl) {
        return job.filesGone()
                ? List.of()
                : job.outputs().stream()
                        .map(o -> pollingUrl + "/content?index=" + o.index())
                        .toList();
    }

    private static String status(JobState state) {
        return switch (state) {
            case ACCEPTING, ABANDONED, QUEUED -> "pending";
            case IN_PROGRESS, COMPLETED, FAILED, CANCELLED, EXPIRED -> state.word();
        };
    }

    private static String why(Job job) {
        var failure = job.failure();
        return failure == null ? "The video could not be made" : failure.message();
    }
}
