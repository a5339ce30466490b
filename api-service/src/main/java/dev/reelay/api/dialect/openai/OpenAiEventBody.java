package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.event.EventId;
import dev.reelay.api.event.EventType;
import dev.reelay.api.event.EventWording;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.job.VideoId;
import dev.reelay.common.event.EventJson;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The body of an event: OpenAI's envelope, and of a video what a poll would show at that moment,
/// without the prompt.
@Singleton
public final class OpenAiEventBody implements EventWording {
    /// @param createdAt in Unix seconds
    record Body(String id, String object, String type, long createdAt, Object data) {}

    /// What is null is left out.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            String id,
            String object,
            String status,
            String model,
            OpenAiVideo.@Nullable Failure error,
            @Nullable Usage usage) {}

    /// What was delivered.
    ///
    /// @param outputs how many clips
    /// @param seconds of all clips together, as they were asked for and are charged
    record Usage(int outputs, int seconds) {}

    @Override
    public String body(EventId id, EventType type, Instant at, Job job) {
        return around(id, type, at, data(job));
    }

    @Override
    public String body(EventId id, EventType type, Instant at, JsonNode data) {
        return around(id, type, at, data);
    }

    private static String around(EventId id, EventType type, Instant at, Object data) {
        return EventJson.write(
                new Body(id.toString(), "event", type.word(), at.getEpochSecond(), data));
    }

    private static Data data(Job job) {
        return new Data(
                VideoId.text(job.id()),
                "video",
                OpenAiVideo.status(job.state()),
                job.model(),
                OpenAiVideo.failure(job),
                usage(job));
    }

    private static @Nullable Usage usage(Job job) {
        if (job.state() != JobState.COMPLETED) {
            return null;
        }
        var clips = job.outputs().size();
        return new Usage(clips, clips * job.spec().seconds());
    }
}
