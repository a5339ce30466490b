package dev.reelay.billing.correction;

import dev.reelay.billing.correction.Adjustment.Rejection;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.billing.ledger.PostgresAccounts;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What other tests put right in a ledger that has no service around it.
public final class CorrectionAccess {
    private static final Credits ALONE = Credits.of("1000");

    private final PostgresRefunds refunds;
    private final PostgresAdjustments adjustments;

    public CorrectionAccess(Jdbi jdbi, PostgresAccounts accounts) {
        refunds = new PostgresRefunds(jdbi);
        adjustments = new PostgresAdjustments(jdbi, accounts);
    }

    public void refund(JobId job, @Nullable Credits amount) {
        refunds.refund(job, amount, "test", null);
    }

    /// An adjustment that waits, however small it is.
    public void ask(TenantId tenant, UUID id, long micros) {
        adjustments.ask(
                Adjustment.asked(
                        id, tenant, AccountMode.LIVE, micros, "test", "ann", Credits.ZERO));
    }

    public void approve(TenantId tenant, UUID id) {
        adjustments.approve(id, tenant, "bob");
    }

    public void reject(TenantId tenant, UUID id) {
        adjustments.reject(id, tenant, new Rejection("ann", "test"));
    }

    public void adjust(TenantId tenant, UUID id, long micros) {
        adjustments.ask(
                Adjustment.asked(id, tenant, AccountMode.LIVE, micros, "test", "ann", ALONE));
    }
}
