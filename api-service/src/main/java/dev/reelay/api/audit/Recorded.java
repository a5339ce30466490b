package dev.reelay.api.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An action and what came of it.
///
/// @param status of the answer; null while it is not known, which it never is of an action that a
///   crash interrupted
/// @param error what the answer said; null where it said none
/// @param doneAt null as the status is
public record Recorded(
        Action action, @Nullable Integer status, @Nullable String error, @Nullable Instant doneAt) {
    /// `begun`, or `done` once there was an answer.
    public String state() {
        return status == null ? "begun" : "done";
    }
}
