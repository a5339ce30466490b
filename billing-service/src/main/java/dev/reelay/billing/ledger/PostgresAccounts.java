package dev.reelay.billing.ledger;

import dev.reelay.billing.ledger.Lot.Part;
import dev.reelay.billing.ledger.Posting.Kind;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Accounts and grants. Whoever changes an account writes its entries in the same statement, and
/// what its lots have to do with them in the same transaction.
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
    /// this id, which is another one where the id was used before with other content; empty where
    /// nothing was given because its time is past.
    Optional<Grant> give(Grant grant) {
        return jdbi.inTransaction(
                db -> {
                    open(db, grant.tenant(), grant.mode());
                    give(db, grant);
                    return standing(db, grant.id());
                });
    }

    private static void give(Handle db, Grant grant) {
        note(db, grant)
                .ifPresent(
                        account -> {
                            var part = new Part(grant.id(), grant.amount());
                            var posting = new Posting(Kind.GRANT, grant.id(), List.of(part));
                            PostgresLots.add(
                                    db, account, grant.id(), grant.amount(), grant.expiresAt());
                            PostgresLots.book(db, account, posting);
                        });
    }

    /// Writes the grant down and says whose it is; empty where nothing is to be given.
    private static Optional<Long> note(Handle db, Grant grant) {
        return db.createQuery(
                        """
                        insert into credit_grant (id, account_id, amount, reason, kind, expires_at)
                        select :id, id, :amount, :reason, :kind, :expiresAt from account
                         where tenant_id = :tenant and mode = :mode
                           and (cast(:expiresAt as timestamptz) is null or :expiresAt > now())
                        on conflict do nothing
                        returning account_id
                        """)
                .bind("id", grant.id())
                .bind("tenant", grant.tenant().value())
                .bind("mode", grant.mode().word())
                .bind("amount", grant.amount().micros())
                .bind("reason", grant.reason())
                .bind("kind", grant.kind())
                .bind("expiresAt", expiry(grant))
                .mapTo(Long.class)
                .findOne();
    }

    private static @Nullable OffsetDateTime expiry(Grant grant) {
        var expiresAt = grant.expiresAt();
        return expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Grant> standing(Handle db, UUID id) {
        return db.createQuery(
                        """
                        select g.id, a.tenant_id, a.mode, g.amount, g.reason, g.expires_at
                          from credit_grant g join account a on a.id = g.account_id
                         where g.id = :id
                        """)
                .bind("id", id)
                .map(PostgresAccounts::readGrant)
                .findOne();
    }

    /// The balance now; empty where the account was never opened.
    public Optional<Balance> balance(TenantId tenant, AccountMode mode) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select available, held, spent, expired, withdrawn,
                                               granted
                                          from account
                                         where tenant_id = :tenant and mode = :mode
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("mode", mode.word())
                                .map(PostgresAccounts::readBalance)
                                .findOne());
    }

    private static Grant readGrant(ResultSet row, StatementContext context) throws SQLException {
        var expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Grant(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                AccountMode.of(row.getString("mode")),
                new Credits(row.getLong("amount")),
                row.getString("reason"),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static Balance readBalance(ResultSet row, StatementContext context)
            throws SQLException {
        return new Balance(
                new Credits(row.getLong("available")),
                new Credits(row.getLong("held")),
                new Credits(row.getLong("spent")),
                new Credits(row.getLong("expired")),
                new Credits(row.getLong("withdrawn")),
                new Credits(row.getLong("granted")));
    }
}
