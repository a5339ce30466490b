package dev.reelay.api.operator;

import dev.reelay.api.credit.Adjustment;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// An adjustment as operators see it.
///
/// @param credits a decimal string, below zero where some are taken back
/// @param state `booked`, `pending` until another operator approves, or `rejected`
/// @param rejection why it was rejected
/// @param createdAt ISO 8601, UTC
public record AdjustmentView(
        String id,
        String tenant,
        String credits,
        String mode,
        String reason,
        String state,
        String operator,
        @Nullable String approvedBy,
        @Nullable String rejectedBy,
        @Nullable String rejection,
        String createdAt) {
    private static final int DECIMALS = 6;

    static AdjustmentView of(Adjustment adjustment) {
        return new AdjustmentView(
                adjustment.id(),
                adjustment.tenant(),
                BigDecimal.valueOf(adjustment.change(), DECIMALS)
                        .stripTrailingZeros()
                        .toPlainString(),
                adjustment.mode(),
                adjustment.reason(),
                adjustment.state(),
                adjustment.operator(),
                adjustment.approvedBy(),
                adjustment.rejectedBy(),
                adjustment.rejection(),
                adjustment.createdAt().toString());
    }
}
