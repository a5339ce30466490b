package dev.reelay.worker.webhook;

import java.time.Duration;
import java.util.Optional;

/// What an attempt says about its delivery.
sealed interface AttemptOutcome {
    /// A status of 200 to 299.
    record Taken() implements AttemptOutcome {}

    /// A 410: nobody wants it any more.
    record Unwanted() implements AttemptOutcome {}

    /// Any other answer, or none.
    ///
    /// @param retryAfter what the receiver asked for
    record NotTaken(Optional<Duration> retryAfter) implements AttemptOutcome {}
}
