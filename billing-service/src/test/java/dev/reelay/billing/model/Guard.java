package dev.reelay.billing.model;

/// A rule of the model that can be taken out, to see that a run notices.
enum Guard {
    GIVEN_ONCE,
    HELD_ONLY_FROM_AVAILABLE,
    HELD_ONCE,
    TOMBSTONE,
    SETTLED_ONLY_WHILE_HELD,
    CAPTURED_AT_MOST_THE_HOLD,
    VOIDED_ONLY_WHILE_HELD,
    REFUNDED_ONCE,
    REFUNDED_AT_MOST_THE_CHARGE,
    LAPSES_ONLY_FROM_AVAILABLE,
    ADJUSTED_ONCE,
    WITHDRAWN_ONLY_FROM_AVAILABLE
}
