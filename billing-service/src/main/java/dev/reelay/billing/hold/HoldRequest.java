package dev.reelay.billing.hold;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.billing.limit.Limits;
import dev.reelay.billing.price.Facts;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the api asks to set aside for a job.
///
/// @param maxCost refuse rather than hold more
/// @param quote a price that was promised before; the api has checked its signature
/// @param key that asks, by the id under which its spending is counted; null where none is told
/// @param endUser the caller's own word for its user
public record HoldRequest(
        TenantId tenant,
        AccountMode mode,
        Facts facts,
        @JsonProperty("max_cost") @Nullable Credits maxCost,
        @Nullable Quote quote,
        @Nullable UUID key,
        @JsonProperty("end_user") @Nullable String endUser,
        Limits limits) {

    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    public HoldRequest {
        if (tenant == null || tenant.value() == null || mode == null || facts == null) {
            throw new IllegalArgumentException("tenant, mode and facts are needed");
        }
        limits = limits == null ? Limits.NONE : limits;
        if (key == null && !limits.spending().isEmpty()) {
            throw new IllegalArgumentException("limits.spending needs a key");
        }
    }

    /// A promised price and the version it came from.
    public record Quote(@JsonProperty("price_version") int priceVersion, Credits amount) {
        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public Quote {
            if (amount == null) {
                throw new IllegalArgumentException("quote.amount is missing");
            }
        }
    }
}
