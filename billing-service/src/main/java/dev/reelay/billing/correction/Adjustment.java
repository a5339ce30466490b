package dev.reelay.billing.correction;

import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A change of a balance by an operator, once for each id.
///
/// @param change micro-credits, below zero to take some back; never zero
/// @param approvedBy another operator, where one was needed
/// @param rejection why it was never booked; null where nobody rejected it
/// @param createdAt null before it is kept
record Adjustment(
        UUID id,
        TenantId tenant,
        AccountMode mode,
        long change,
        String reason,
        String operator,
        State state,
        @Nullable String approvedBy,
        @Nullable Rejection rejection,
        @Nullable Instant createdAt) {
    enum State {
        /// Waits for another operator; nothing has moved.
        PENDING,
        BOOKED,
        /// Nothing has moved and nothing will.
        REJECTED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Throws `IllegalArgumentException` for a word that is none.
        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// Who decided that it is not booked, and why.
    record Rejection(String by, String reason) {}

    /// As it is asked for: large ones wait.
    static Adjustment asked(
            UUID id,
            TenantId tenant,
            AccountMode mode,
            long change,
            String reason,
            String operator,
            Credits alone) {
        var state = Math.absExact(change) > alone.micros() ? State.PENDING : State.BOOKED;
        return new Adjustment(id, tenant, mode, change, reason, operator, state, null, null, null);
    }

    Credits amount() {
        return new Credits(Math.absExact(change));
    }

    boolean adds() {
        return change > 0;
    }

    /// What was asked is the same, whatever has become of it.
    boolean asksAs(Adjustment other) {
        return id.equals(other.id)
                && tenant.equals(other.tenant)
                && mode == other.mode
                && change == other.change
                && reason.equals(other.reason)
                && operator.equals(other.operator);
    }
}
