package dev.reelay.api.dialect.aigate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.reelay.api.job.Job;
import dev.reelay.common.event.JobReport.Output;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/// What a completed job has made. Where some of its clips failed, the others are there.
///
/// @param created when it was, in Unix seconds
/// @param duration of each clip, in seconds
record AigateClips(long created, String model, int duration, List<Clip> videos) {
    /// @param url needs no key
    record Clip(String url, String mimeType) {}

    /// The same with what clients of the other route look for.
    record Video(String id, String object, String status, @JsonUnwrapped AigateClips clips) {
        static Video of(String id, AigateClips clips) {
            return new Video(id, "video", "completed", clips);
        }
    }

    /// @param link to a clip, by its index
    static AigateClips of(Job job, IntFunction<String> link) {
        Instant ended = Objects.requireNonNull(job.endedAt(), "a completed job has ended");
        return new AigateClips(
                ended.getEpochSecond(),
                job.model(),
                job.seconds(),
                job.outputs().stream()
                        .sorted(Comparator.comparingInt(Output::index))
                        .map(o -> new Clip(link.apply(o.index()), o.contentType()))
                        .toList());
    }
}
