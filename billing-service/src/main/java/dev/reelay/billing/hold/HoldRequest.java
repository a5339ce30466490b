package dev.reelay.billing.hold;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.billing.limit.Budget;
import dev.reelay.billing.limit.Limits;
import dev.reelay.billing.limit.Spender;
import dev.reelay.billing.price.Facts;
import dev.reelay.billing.price.Payer;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the api asks to set aside for a job.
///
/// @param maxCost refuse rather than hold more
/// @param quote a price that was promised before; the api has checked its signature
/// @param key that asks, by the id under which its spending is counted; null where none is told
/// @param workspace the job belongs to; the tenant's first, which has its id, where none is told
/// @param plan the tenant's, by which prices may differ
/// @param endUser the caller's own word for its user
public record HoldRequest(
        TenantId tenant,
        AccountMode mode,
        Facts facts,
        @JsonProperty("max_cost") @Nullable Credits maxCost,
        @Nullable Quote quote,
        @Nullable UUID key,
        UUID workspace,
        @Nullable String plan,
        @JsonProperty("end_user") @Nullable String endUser,
        Limits limits) {

    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    public HoldRequest {
        if (tenant == null || tenant.value() == null || mode == null || facts == null) {
            throw new IllegalArgumentException("tenant, mode and facts are needed");
        }
        limits = limits == null ? Limits.NONE : limits;
        workspace = workspace == null ? tenant.value() : workspace;
        if (key == null && !limits.spending().isEmpty()) {
            throw new IllegalArgumentException("limits.spending needs a key");
        }
        if (workspace.equals(key)) {
            throw new IllegalArgumentException("key and workspace are the same");
        }
    }

    /// What those who spend by this may spend, the narrower one first. One without limits has none.
    List<Budget> budgets() {
        var budgets = new ArrayList<Budget>();
        if (key != null && !limits.spending().isEmpty()) {
            budgets.add(new Budget(Spender.KEY, key, limits.spending()));
        }
        if (!limits.workspaceSpending().isEmpty()) {
            budgets.add(new Budget(Spender.WORKSPACE, workspace, limits.workspaceSpending()));
        }
        return budgets;
    }

    /// Who pays. A quote was made for the plan that the tenant had then.
    Payer payer() {
        return new Payer(tenant, quote == null ? plan : quote.plan());
    }

    /// A promised price, and the version and plan it came from.
    public record Quote(
            @JsonProperty("price_version") int priceVersion,
            Credits amount,
            @Nullable String plan) {
        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public Quote {
            if (amount == null) {
                throw new IllegalArgumentException("quote.amount is missing");
            }
        }
    }
}
