package dev.reelay.api.event;

import dev.reelay.api.job.JobState;
import java.util.Arrays;

/// What happened: a job came into a state that a tenant can see.
public enum EventType {
    QUEUED(JobState.QUEUED),
    IN_PROGRESS(JobState.IN_PROGRESS),
    COMPLETED(JobState.COMPLETED),
    FAILED(JobState.FAILED),
    CANCELLED(JobState.CANCELLED),
    EXPIRED(JobState.EXPIRED);

    private final JobState state;

    EventType(JobState state) {
        this.state = state;
    }

    /// Throws `IllegalArgumentException` for a state that nobody sees.
    static EventType of(JobState state) {
        return Arrays.stream(values())
                .filter(type -> type.state == state)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody sees " + state));
    }

    static EventType named(String word) {
        return of(JobState.named(word.substring("video.".length())));
    }

    /// As it is written: `video.` and the state.
    public String word() {
        return "video." + state.word();
    }

    /// Whether nothing follows it.
    public boolean isEnd() {
        return state.ended();
    }
}
