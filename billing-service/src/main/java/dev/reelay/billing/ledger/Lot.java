package dev.reelay.billing.ledger;

import dev.reelay.common.credit.Credits;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credits that were given together, and what is left of them.
///
/// @param nth counts lots up in the order in which they were given
/// @param expiresAt null for never
public record Lot(UUID id, long nth, @Nullable Instant expiresAt, Credits remaining) {
    /// A part of an entry: how much of it this lot gives or takes.
    public record Part(UUID lot, Credits amount) {}

    boolean hadExpired(Instant at) {
        return expiresAt != null && !expiresAt.isAfter(at);
    }

    /// Throws `IllegalArgumentException` where less than that is left.
    Lot less(Credits amount) {
        return new Lot(id, nth, expiresAt, remaining.minus(amount));
    }
}
