package dev.reelay.billing.ledger;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Accounts and grants. Whoever changes an account writes its entries in the same statement.
@Singleton
public class PostgresAccounts {
    private final Jdbi jdbi;

    PostgresAccounts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Opens the account if it is not there: a live one empty, a test one with its first credits.
    /// Says whether this call opened it.
    public boolean open(TenantId tenant, AccountMode mode) {
        return jdbi.inTransaction(db -> open(db, tenant, mode));
    }

    private static boolean open(Handle db, TenantId tenant, AccountMode mode) {
        var opened =
                db.createUpdate(
                                        """
                                insert into account (tenant_id, mode) values (:tenant, :mode)
                                on conflict do nothing
                                """)
                                .bind("tenant", tenant.value())
                                .bind("mode", mode.word())
                                .execute()
                        == 1;
        if (opened && mode == AccountMode.TEST) {
            give(db, Grant.forTests(tenant));
        }
        return opened;
    }

    /// Gives the credits, once: a repeat changes nothing. The answer is the grant that stands under
    /// this id, which is another one where the id was used before with other content.
    Grant give(Grant grant) {
        return jdbi.inTransaction(
                db -> {
                    open(db, grant.tenant(), grant.mode());
                    give(db, grant);
                    return standing(db, grant.id());
                });
    }

    private static void give(Handle db, Grant grant) {
        db.createUpdate(
                        """
                        with given as (
                          insert into credit_grant (id, account_id, amount, reason)
                          select :id, id, :amount, :reason from account
                           where tenant_id = :tenant and mode = :mode
                          on conflict do nothing
                          returning id, account_id),
                        credited as (
                          update account a
                             set granted = granted + :amount, available = available + :amount,
                                 last_entry = last_entry + 1
                            from given where a.id = given.account_id
                          returning a.id, a.last_entry)
                        insert into entry
                               (account_id, number, kind, debit, credit, amount, grant_id)
                        select credited.id, last_entry, 'grant', 'granted', 'available', :amount,
                               given.id
                          from credited, given
                        """)
                .bind("id", grant.id())
                .bind("tenant", grant.tenant().value())
                .bind("mode", grant.mode().word())
                .bind("amount", grant.amount().micros())
                .bind("reason", grant.reason())
                .execute();
    }

    private static Grant standing(Handle db, UUID id) {
        return db.createQuery(
                        """
                        select g.id, a.tenant_id, a.mode, g.amount, g.reason
                          from credit_grant g join account a on a.id = g.account_id
                         where g.id = :id
                        """)
                .bind("id", id)
                .map(PostgresAccounts::readGrant)
                .one();
    }

    /// The balance now; empty where the account was never opened.
    public Optional<Balance> balance(TenantId tenant, AccountMode mode) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select available, held, spent, granted from account
                                         where tenant_id = :tenant and mode = :mode
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("mode", mode.word())
                                .map(PostgresAccounts::readBalance)
                                .findOne());
    }

    private static Grant readGrant(ResultSet row, StatementContext context) throws SQLException {
        return new Grant(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                AccountMode.of(row.getString("mode")),
                new Credits(row.getLong("amount")),
                row.getString("reason"));
    }

    private static Balance readBalance(ResultSet row, StatementContext context)
            throws SQLException {
        return new Balance(
                new Credits(row.getLong("available")),
                new Credits(row.getLong("held")),
                new Credits(row.getLong("spent")),
                new Credits(row.getLong("granted")));
    }
}
