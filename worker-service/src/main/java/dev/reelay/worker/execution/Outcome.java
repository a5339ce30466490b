package dev.reelay.worker.execution;

import java.util.Optional;

/// What became of an execution that an event acted on.
sealed interface Outcome {
    /// It lives, as this worker may go on with it.
    record GoesOn(Execution execution) implements Outcome {}

    record Over() implements Outcome {}

    /// Somebody else changed it since it was read; the event did nothing.
    record TooLate() implements Outcome {}

    default Optional<Execution> live() {
        return this instanceof GoesOn(var execution) ? Optional.of(execution) : Optional.empty();
    }
}
