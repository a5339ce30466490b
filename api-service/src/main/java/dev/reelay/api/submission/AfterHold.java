package dev.reelay.api.submission;

import dev.reelay.api.credit.HoldAnswer;
import dev.reelay.api.credit.Price;
import dev.reelay.api.error.GatewayError;

/// How acceptance goes on once billing was asked for the hold. Pure.
sealed interface AfterHold {
    /// What was asked is held: the job is queued, unless somebody gave it up meanwhile.
    record Queue(Price price) implements AfterHold {}

    /// Nothing is held, and nothing can be on its way: the row may just go.
    record Forget(GatewayError error) implements AfterHold {}

    /// Nothing is held by this call, but another may be on its way, or objects are there: the job
    /// is given up, and what it owes is done first.
    record Abandon(GatewayError error) implements AfterHold {}

    /// It was given up before, and its hold refused for ever.
    record Late() implements AfterHold {}

    /// There may be a hold or not; a repeat of the request, or the sweeper, finds out.
    record Leave() implements AfterHold {}

    /// @param alone whether nobody took the job over and no object was stored for it
    static AfterHold of(HoldAnswer answer, boolean alone) {
        return switch (answer) {
            case HoldAnswer.Held(var price) -> new Queue(price);
            case HoldAnswer.Refused refused ->
                    alone ? new Forget(refused.error()) : new Abandon(refused.error());
            case HoldAnswer.Voided _ -> new Late();
            case HoldAnswer.NoAnswer _ -> new Leave();
        };
    }
}
