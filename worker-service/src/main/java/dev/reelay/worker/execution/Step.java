package dev.reelay.worker.execution;

import dev.reelay.worker.fidelity.Mismatch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an event leads to: the next state, and what is to be done besides.
record Step(ExecutionState next, Then then) {
    /// What follows beyond the slots, counters, timers and reports that every move brings along.
    sealed interface Then {}

    record Nothing() implements Then {}

    /// Try again, not before a while.
    ///
    /// @param asked the wait that the provider asked for; null where it did not say
    record BackOff(@Nullable Duration asked) implements Then {}

    /// Queue again for the model's next route.
    record TryNextRoute() implements Then {}

    /// Look at it now, whatever its timer says.
    record LookNow() implements Then {}

    /// Send the same attempt, by the same id, once more.
    record SubmitAgain() implements Then {}

    /// Ask the provider to stop what nobody waits for any longer.
    record StopAtProvider() implements Then {}

    /// Tell which hints the route could not take.
    record NoteWarnings(List<String> warnings) implements Then {}

    /// Tell how the clip differs from what was ordered.
    record NoteMismatches(List<Mismatch> mismatches) implements Then {}

    /// Tell how far it is, 0 to 99.
    record NoteProgress(int progress) implements Then {}

    static Step to(ExecutionState next) {
        return new Step(next, new Nothing());
    }

    static Step to(ExecutionState next, Then then) {
        return new Step(next, then);
    }

    /// Whether an execution in this state stays as it is.
    boolean leaves(ExecutionState state) {
        return then instanceof Nothing && next.equals(state);
    }
}
