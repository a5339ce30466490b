package dev.reelay.billing.ledger;

import dev.reelay.common.credit.Credits;

/// The four books of one account; `granted` is the sum of the others.
public record Balance(Credits available, Credits held, Credits spent, Credits granted) {
    static final Balance NOTHING =
            new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO, Credits.ZERO);
}
