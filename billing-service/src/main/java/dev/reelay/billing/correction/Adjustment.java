package dev.reelay.billing.correction;

import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A change of a balance by an operator, once for each id.
///
/// @param change micro-credits, below zero to take some back; never zero
/// @param approvedBy another operator, where one was needed
record Adjustment(
        UUID id,
        TenantId tenant,
        AccountMode mode,
        long change,
        String reason,
        String operator,
        State state,
        @Nullable String approvedBy) {
    enum State {
        /// Waits for another operator; nothing has moved.
        PENDING,
        BOOKED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

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
        return new Adjustment(id, tenant, mode, change, reason, operator, state, null);
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
