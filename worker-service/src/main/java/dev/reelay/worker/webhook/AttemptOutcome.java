package dev.reelay.worker.webhook;

import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.Nothing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What an attempt says about its delivery.
sealed interface AttemptOutcome {
    int GONE = 410;

    /// @param now from when a wait is counted that ends at a date
    static AttemptOutcome of(EgressAnswer answer, Instant now) {
        return switch (answer) {
            case Answered(var status, _, _) when status >= 200 && status < 300 -> new Taken();
            case Answered(var status, _, _) when status == GONE -> new Unwanted();
            case Answered answered ->
                    new NotTaken(
                            answered.retryAfter().flatMap(header -> RetryAfter.read(header, now)));
            case Nothing _ -> new NotTaken(Optional.empty());
        };
    }

    /// A status of 200 to 299.
    record Taken() implements AttemptOutcome {}

    /// A 410: nobody wants it any more.
    record Unwanted() implements AttemptOutcome {}

    /// Any other answer, or none.
    ///
    /// @param retryAfter what the receiver asked for
    record NotTaken(Optional<Duration> retryAfter) implements AttemptOutcome {}
}
