package dev.reelay.billing.ledger;

import dev.reelay.billing.price.Prices;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What other tests do with a ledger that has no service around it.
public final class LedgerAccess {
    private final Jdbi jdbi;
    private final PostgresAccounts accounts;

    public LedgerAccess(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.accounts = new PostgresAccounts(jdbi);
    }

    public PostgresAccounts accounts() {
        return accounts;
    }

    public void grant(TenantId tenant, UUID id, Credits amount, @Nullable Instant expiresAt) {
        accounts.give(new Grant(id, tenant, AccountMode.LIVE, amount, "test", expiresAt));
    }

    /// Books what lapses of a tenant's lots.
    public void expire(TenantId tenant) {
        var account =
                jdbi.withHandle(
                        db ->
                                db.createQuery("select id from account where tenant_id = :tenant")
                                        .bind("tenant", tenant.value())
                                        .mapTo(Long.class)
                                        .one());
        new PostgresExpiry(jdbi).expire(account);
    }

    public Proof prove(Prices prices) {
        return new PostgresProof(jdbi, prices).prove();
    }
}
