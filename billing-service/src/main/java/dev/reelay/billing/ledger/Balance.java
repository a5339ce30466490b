package dev.reelay.billing.ledger;

import dev.reelay.common.credit.Credits;

/// The books of one account; `granted` is the sum of the others.
///
/// @param expired what lapsed of promotional credits
/// @param withdrawn what operators took back
public record Balance(
        Credits available,
        Credits held,
        Credits spent,
        Credits expired,
        Credits withdrawn,
        Credits granted) {
    static final Balance NOTHING =
            new Balance(
                    Credits.ZERO,
                    Credits.ZERO,
                    Credits.ZERO,
                    Credits.ZERO,
                    Credits.ZERO,
                    Credits.ZERO);
}
