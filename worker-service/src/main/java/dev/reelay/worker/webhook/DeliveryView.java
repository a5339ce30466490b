package dev.reelay.worker.webhook;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A delivery as its tenant sees it.
///
/// @param endpoint null for a job's own address
/// @param event by which the receiver knows repeats
/// @param video the job; null where the event is about none
/// @param lastStatus of the last attempt; null where nobody answered it
@JsonNaming(SnakeCaseStrategy.class)
record DeliveryView(
        String id,
        String object,
        @Nullable String endpoint,
        String url,
        String event,
        String type,
        @Nullable UUID video,
        String state,
        int attemptCount,
        @Nullable String nextAttemptAt,
        String createdAt,
        @Nullable String endedAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError) {

    /// One attempt of it.
    ///
    /// @param number from 1
    /// @param answer the beginning of what was answered, as text; null where nobody did
    @JsonNaming(SnakeCaseStrategy.class)
    record AttemptView(
            int number,
            String startedAt,
            int durationMs,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String answer) {}

    /// With all its attempts, the first one first.
    record Whole(@JsonUnwrapped DeliveryView delivery, List<AttemptView> attempts) {}

    /// Not the address, which may hold a token.
    @Override
    public String toString() {
        return id;
    }
}
