package dev.reelay.api.credit;

import dev.reelay.common.credit.Credits;

/// A tenant's credits in one mode. Granted is the sum of the others.
///
/// @param expired of promotional credits
/// @param withdrawn by operators
public record Balance(
        Credits available,
        Credits held,
        Credits spent,
        Credits expired,
        Credits withdrawn,
        Credits granted) {
    /// As people read it: decimal strings.
    public record View(
            String available,
            String held,
            String spent,
            String expired,
            String withdrawn,
            String granted) {}

    public View view() {
        return new View(
                available.toString(),
                held.toString(),
                spent.toString(),
                expired.toString(),
                withdrawn.toString(),
                granted.toString());
    }
}
