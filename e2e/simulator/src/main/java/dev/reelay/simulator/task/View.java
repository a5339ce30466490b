package dev.reelay.simulator.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task as it is shown at one moment.
///
/// @param isStrange its state word is one that no page names
/// @param files links to what it made; empty before it succeeded
/// @param started null where it has not
/// @param ended null where it has not
public record View(
        Task task,
        Phase phase,
        boolean isStrange,
        List<String> files,
        @Nullable Instant started,
        @Nullable Instant ended,
        Instant updated,
        int progress) {
    /// What is shown instead of a state.
    public static final String STRANGE = "reticulating";

    /// Its state in the vendor's words, in the order of `Phase`.
    ///
    /// @param words of queued, running, succeeded, failed, cancelled, expired
    public String word(String... words) {
        return isStrange ? STRANGE : words[phase.ordinal()];
    }

    public boolean isDone() {
        return phase == Phase.SUCCEEDED && !isStrange;
    }

    public boolean isFailed() {
        return phase == Phase.FAILED && !isStrange;
    }
}
