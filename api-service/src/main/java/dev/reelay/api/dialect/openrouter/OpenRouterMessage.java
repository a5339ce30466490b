package dev.reelay.api.dialect.openrouter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.api.dialect.IsoMillis;
import dev.reelay.api.dialect.openrouter.OpenRouterVideo.Usage;
import dev.reelay.api.job.Job;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is posted to a callback address when a video has ended.
///
/// @param type `video.generation.` and the status
/// @param createdAt ISO 8601 in UTC, with milliseconds
record OpenRouterMessage(String type, String createdAt, Data data) {
    /// What is null is left out.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            String id,
            String status,
            @Nullable String generationId,
            String model,
            @Nullable List<String> unsignedUrls,
            @Nullable Usage usage,
            @Nullable String error) {}

    static OpenRouterMessage of(OpenRouterVideo video, Job job, Instant at) {
        return new OpenRouterMessage(
                "video.generation." + video.status(),
                IsoMillis.text(at),
                new Data(
                        video.id(),
                        video.status(),
                        video.generationId(),
                        job.model(),
                        video.unsignedUrls(),
                        video.usage(),
                        video.error()));
    }
}
