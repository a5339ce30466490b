package dev.reelay.worker.webhook;

import dev.reelay.worker.webhook.AttemptOutcome.NotTaken;
import dev.reelay.worker.webhook.AttemptOutcome.Taken;
import dev.reelay.worker.webhook.AttemptOutcome.Unwanted;
import java.time.Duration;
import java.util.List;

/// Decides what becomes of a delivery after an attempt. Pure.
///
/// @param waits before each repeat
/// @param scale of every wait
record DeliveryMachine(List<Duration> waits, double scale) {
    private static final Duration LONGEST_ASKED = Duration.ofHours(24);
    private static final double SPREAD = 0.2;

    DeliveryMachine {
        waits = List.copyOf(waits);
    }

    /// What follows.
    sealed interface Next {
        record Delivered() implements Next {}

        record RetryIn(Duration pause) implements Next {}

        /// Given up: it can be looked up and, later, sent again by hand.
        record Exhausted() implements Next {}
    }

    /// @param made attempts before the one with this outcome
    /// @param chance 0 to 1; spreads waits by a fifth to either side
    Next after(int made, AttemptOutcome outcome, double chance) {
        return switch (outcome) {
            case Taken _ -> new Next.Delivered();
            case Unwanted _ -> new Next.Exhausted();
            case NotTaken(var asked) ->
                    made < waits.size()
                            ? new Next.RetryIn(
                                    longer(
                                            spread(waits.get(made), chance),
                                            asked.orElse(Duration.ZERO)))
                            : new Next.Exhausted();
        };
    }

    private Duration spread(Duration wait, double chance) {
        var factor = scale * (1 - SPREAD + 2 * SPREAD * chance);
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }

    /// A receiver may ask for more time, not for ever.
    private static Duration longer(Duration planned, Duration asked) {
        var most = asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
        return planned.compareTo(most) > 0 ? planned : most;
    }
}
