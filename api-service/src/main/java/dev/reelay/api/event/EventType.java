package dev.reelay.api.event;

import dev.reelay.api.job.JobState;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What happened: a job came into a state that a tenant can see, or something about the tenant
/// itself.
public enum EventType {
    QUEUED(JobState.QUEUED),
    IN_PROGRESS(JobState.IN_PROGRESS),
    COMPLETED(JobState.COMPLETED),
    FAILED(JobState.FAILED),
    CANCELLED(JobState.CANCELLED),
    EXPIRED(JobState.EXPIRED),

    /// What is available fell below the amount at which the tenant is to be told. Billing notices.
    CREDITS_LOW("credits.low"),
    KEY_REVOKED("key.revoked"),

    /// An endpoint is no longer told of events. The worker notices.
    ENDPOINT_DISABLED("endpoint.disabled");

    private final String word;
    private final @Nullable JobState state;

    EventType(JobState state) {
        this.word = "video." + state.word();
        this.state = state;
    }

    EventType(String word) {
        this.word = word;
        this.state = null;
    }

    /// Throws `IllegalArgumentException` for a state that nobody sees.
    static EventType of(JobState state) {
        return Arrays.stream(values())
                .filter(type -> type.state == state)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody sees " + state));
    }

    public static Optional<EventType> named(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /// As it is written: `video.` and the state, for those of jobs.
    public String word() {
        return word;
    }

    /// Whether nothing of the same job follows it.
    public boolean isEnd() {
        return state != null && state.ended();
    }

    /// Whether another service notices it.
    public boolean isNoticed() {
        return this == CREDITS_LOW || this == ENDPOINT_DISABLED;
    }
}
