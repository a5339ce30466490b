package dev.reelay.api.credit;

import dev.reelay.common.credit.Credits;

/// What billing says to a hold.
public sealed interface HoldAnswer {
    record Held(Price price) implements HoldAnswer {}

    record Short(Credits needed, Credits available) implements HoldAnswer {}

    record AboveMaxCost(Credits amount) implements HoldAnswer {}

    record Unpriceable(String why) implements HoldAnswer {}

    /// The job was given up before; its hold is refused for ever.
    record Voided() implements HoldAnswer {}

    /// Nothing clear came back: there may be a hold.
    record NoAnswer() implements HoldAnswer {}
}
