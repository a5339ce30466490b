package dev.reelay.worker.provider.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/// How long a render took by the upstream's own clock, where its answer says when the task began
/// and when it was done. Times that cannot be read, or make no sense, say nothing.
public final class Took {
    private Took() {}

    /// With two members that count seconds.
    public static PollAnswer seconds(PollAnswer done, JsonNode of, String begun, String ended) {
        return millis(done, of, begun, ended, 1000);
    }

    /// With two members that count milliseconds.
    public static PollAnswer millis(PollAnswer done, JsonNode of, String begun, String ended) {
        return millis(done, of, begun, ended, 1);
    }

    private static PollAnswer millis(
            PollAnswer done, JsonNode of, String begun, String ended, int unit) {
        var from = number(of.path(begun));
        var to = number(of.path(ended));
        return from.isPresent() && to.isPresent()
                ? with(done, Duration.ofMillis(unit * (to.getAsLong() - from.getAsLong())))
                : done;
    }

    private static OptionalLong number(JsonNode time) {
        return time.canConvertToLong() && time.asLong() > 0 && time.asLong() < Long.MAX_VALUE / 1000
                ? OptionalLong.of(time.asLong())
                : OptionalLong.empty();
    }

    /// With two members such as `2025-01-15 16:15:30.123` or `2025-01-15T08:15:30.123Z`, both of
    /// the same zone.
    public static PollAnswer texts(PollAnswer done, JsonNode of, String begun, String ended) {
        var from = text(of.path(begun));
        var to = text(of.path(ended));
        return from.isPresent() && to.isPresent()
                ? with(done, Duration.between(from.get(), to.get()))
                : done;
    }

    private static Optional<LocalDateTime> text(JsonNode time) {
        try {
            return Optional.of(
                    LocalDateTime.parse(time.asText().replace(' ', 'T').replaceFirst("Z$", "")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static PollAnswer with(PollAnswer done, Duration took) {
        return done instanceof Finished(var file, _) && !took.isNegative()
                ? new Finished(file, took)
                : done;
    }
}
