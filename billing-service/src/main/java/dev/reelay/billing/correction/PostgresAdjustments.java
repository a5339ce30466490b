package dev.reelay.billing.correction;

import dev.reelay.billing.correction.Adjustment.State;
import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.Unknown;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.billing.ledger.Lot.Part;
import dev.reelay.billing.ledger.Lots;
import dev.reelay.billing.ledger.PostgresAccounts;
import dev.reelay.billing.ledger.PostgresLots;
import dev.reelay.billing.ledger.PostgresLots.Locked;
import dev.reelay.billing.ledger.Posting;
import dev.reelay.billing.ledger.Posting.Kind;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Adjustments and what they do to accounts. The account is locked before the adjustment.
@Singleton
class PostgresAdjustments {
    private final Jdbi jdbi;
    private final PostgresAccounts accounts;

    PostgresAdjustments(Jdbi jdbi, PostgresAccounts accounts) {
        this.jdbi = jdbi;
        this.accounts = accounts;
    }

    /// Books it, or keeps it where it has to wait; a repeat changes nothing. The answer is what
    /// stands under this id. Throws {@link Conflict} where less is available than is to be taken,
    /// or the id was used with other content.
    Adjustment ask(Adjustment asked) {
        accounts.open(asked.tenant(), asked.mode());
        return jdbi.inTransaction(
                db -> {
                    var account = lock(db, asked.tenant(), asked.mode());
                    if (note(db, asked, account)) {
                        if (asked.state() == State.BOOKED) {
                            book(db, asked, account);
                        }
                        return asked;
                    }
                    return find(db, asked.id(), asked.tenant())
                            .filter(standing -> standing.asksAs(asked))
                            .orElseThrow(
                                    () -> new Conflict("this id was used for another adjustment"));
                });
    }

    /// Books what waited. Approved by the same operator again it answers as the first time. Throws
    /// {@link Unknown} where the tenant has no such adjustment and {@link Conflict} where this
    /// operator may not approve it, or less is available than is to be taken.
    Adjustment approve(UUID id, TenantId tenant, String operator) {
        return jdbi.inTransaction(
                db -> {
                    var account = lock(db, tenant, known(db, id, tenant).mode());
                    var standing = known(db, id, tenant);
                    if (standing.operator().equals(operator)) {
                        throw new Conflict("another operator has to approve it");
                    }
                    if (standing.state() == State.PENDING) {
                        approved(db, id, operator);
                        book(db, standing, account);
                    } else if (!operator.equals(standing.approvedBy())) {
                        throw new Conflict("it is booked already");
                    }
                    return known(db, id, tenant);
                });
    }

    private static Adjustment known(Handle db, UUID id, TenantId tenant) {
        return find(db, id, tenant).orElseThrow(() -> new Unknown("adjustment"));
    }

    private static Locked lock(Handle db, TenantId tenant, AccountMode mode) {
        return PostgresLots.lock(
                db,
                db.createQuery(
                                """
                                select id from account where tenant_id = :tenant and mode = :mode
                                """)
                        .bind("tenant", tenant.value())
                        .bind("mode", mode.word())
                        .mapTo(Long.class)
                        .one());
    }

    private static boolean note(Handle db, Adjustment asked, Locked account) {
        return db.createUpdate(
                                """
                                insert into adjustment (id, account_id, amount, reason, state,
                                                        operator, booked_at)
                                values (:id, :account, :amount, :reason, :state, :operator,
                                        case when :state = 'booked' then now() end)
                                on conflict (id) do nothing
                                """)
                        .bind("id", asked.id())
                        .bind("account", account.id())
                        .bind("amount", asked.change())
                        .bind("reason", asked.reason())
                        .bind("state", asked.state().word())
                        .bind("operator", asked.operator())
                        .execute()
                == 1;
    }

    private static void book(Handle db, Adjustment adjustment, Locked account) {
        if (adjustment.adds()) {
            PostgresLots.add(db, account.id(), adjustment.id(), adjustment.amount(), null);
            var part = new Part(adjustment.id(), adjustment.amount());
            var posting = new Posting(Kind.ADD, adjustment.id(), List.of(part));
            PostgresLots.book(db, account.id(), posting);
        } else if (adjustment.amount().compareTo(account.available()) > 0) {
            throw new Conflict("only " + account.available() + " credits are available");
        } else {
            var lots = PostgresLots.open(db, List.of(account.id())).get(account.id());
            var parts =
                    (lots == null ? new Lots(List.of()) : lots).spend(adjustment.amount(), now(db));
            var posting = new Posting(Kind.WITHDRAW, adjustment.id(), parts);
            PostgresLots.book(db, account.id(), posting);
        }
    }

    private static Instant now(Handle db) {
        return db.createQuery("select now()").mapTo(OffsetDateTime.class).one().toInstant();
    }

    private static void approved(Handle db, UUID id, String operator) {
        db.createUpdate(
                        """
                        update adjustment
                           set state = 'booked', approved_by = :operator, booked_at = now()
                         where id = :id and state = 'pending'
                        """)
                .bind("id", id)
                .bind("operator", operator)
                .execute();
    }

    private static Optional<Adjustment> find(Handle db, UUID id, TenantId tenant) {
        return db.createQuery(
                        """
                        select d.*, a.tenant_id, a.mode
                          from adjustment d join account a on a.id = d.account_id
                         where d.id = :id and a.tenant_id = :tenant
                        """)
                .bind("id", id)
                .bind("tenant", tenant.value())
                .map(PostgresAdjustments::adjustment)
                .findOne();
    }

    private static Adjustment adjustment(ResultSet row, StatementContext context)
            throws SQLException {
        return new Adjustment(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                AccountMode.of(row.getString("mode")),
                row.getLong("amount"),
                row.getString("reason"),
                row.getString("operator"),
                State.of(row.getString("state")),
                row.getString("approved_by"));
    }
}
