package dev.reelay.billing.margin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.util.List;
import java.util.UUID;

/// What a job brought and cost.
///
/// @param state `held`, `captured`, `released` or `voided`
/// @param amount what was set aside for it at its price version
/// @param cost of all charges, in millionths of a USD
/// @param houseLoss what of the cost nobody paid for, in the same
public record JobMoney(
        JobId job,
        TenantId tenant,
        String mode,
        String model,
        @JsonProperty("price_version") int priceVersion,
        String state,
        Credits amount,
        Credits captured,
        Credits refunded,
        List<Line> charges,
        long cost,
        @JsonProperty("house_loss") long houseLoss) {
    /// What an upstream charged for an attempt.
    ///
    /// @param cost in millionths of a USD
    /// @param presumed nobody saw how it ended, so it may be less
    public record Line(
            UUID attempt,
            int output,
            String provider,
            String account,
            String model,
            long cost,
            boolean presumed) {}
}
