package dev.reelay.billing.correction;

import dev.reelay.billing.correction.Adjustment.Rejection;
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
import org.jspecify.annotations.Nullable;

/// Adjustments and what they do to accounts. The account is locked before the adjustment.
@Singleton
class PostgresAdjustments {
    private static final String SELECT =
            """
            select d.*, a.tenant_id, a.mode
              from adjustment d join account a on a.id = d.account_id
            """;

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
                    }
                    return find(db, asked.id(), asked.tenant())
                            .filter(standing -> standing.asksAs(asked))
                            .orElseThrow(
                                    () -> new Conflict("this id was used for another adjustment"));
                });
    }

    /// Books what waited. Approved by the same operator again it answers as the first time. Throws
    /// {@link Unknown} where the tenant has no such adjustment and {@link Conflict} where this
    /// operator may not approve it, somebody rejected it, or less is available than is to be taken.
    Adjustment approve(UUID id, TenantId tenant, String operator) {
        return decide(
                id,
                tenant,
                (db, standing, account) -> {
                    if (standing.operator().equals(operator)) {
                        throw new Conflict("another operator has to approve it");
                    }
                    switch (standing.state()) {
                        case PENDING -> {
                            approved(db, id, operator);
                            book(db, standing, account);
                        }
                        case BOOKED -> {
                            if (!operator.equals(standing.approvedBy())) {
                                throw new Conflict("it is booked already");
                            }
                        }
                        case REJECTED -> throw new Conflict("it was rejected");
                    }
                });
    }

    /// Decides that what waited is never booked; any operator may, also the one who asked. A repeat
    /// answers as the first time. Throws {@link Unknown} where the tenant has no such adjustment
    /// and {@link Conflict} where it is booked, or was rejected otherwise.
    Adjustment reject(UUID id, TenantId tenant, Rejection rejection) {
        return decide(
                id,
                tenant,
                (db, standing, _) -> {
                    switch (standing.state()) {
                        case PENDING -> rejected(db, id, rejection);
                        case BOOKED -> throw new Conflict("it is booked already");
                        case REJECTED -> {
                            if (!rejection.equals(standing.rejection())) {
                                throw new Conflict("it was rejected already");
                            }
                        }
                    }
                });
    }

    private interface Decision {
        void make(Handle db, Adjustment standing, Locked account);
    }

    /// Of those who decide at the same time one comes first, by the account's lock, and the others
    /// see what it decided.
    private Adjustment decide(UUID id, TenantId tenant, Decision decision) {
        return jdbi.inTransaction(
                db -> {
                    var account = lock(db, tenant, known(db, id, tenant).mode());
                    decision.make(db, known(db, id, tenant), account);
                    return known(db, id, tenant);
                });
    }

    /// Throws {@link Unknown} where the tenant has none of this id.
    Adjustment find(UUID id, TenantId tenant) {
        return jdbi.withHandle(db -> known(db, id, tenant));
    }

    /// Of all tenants, the newest first.
    ///
    /// @param state null for any
    /// @param after the last one seen; null for the newest
    List<Adjustment> page(@Nullable State state, @Nullable UUID after, int limit) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        SELECT
                                                + """
                                                 where (cast(:state as text) is null
                                                        or d.state = cast(:state as text))
                                                   and (cast(:after as uuid) is null
                                                        or (d.created_at, d.id) < (
                                                          select created_at, id from adjustment
                                                           where id = cast(:after as uuid)))
                                                 order by d.created_at desc, d.id desc limit :limit
                                                """)
                                .bind("state", state == null ? null : state.word())
                                .bind("after", after)
                                .bind("limit", limit)
                                .map(PostgresAdjustments::adjustment)
                                .list());
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

    private static void rejected(Handle db, UUID id, Rejection rejection) {
        db.createUpdate(
                        """
                        update adjustment
                           set state = 'rejected', rejected_by = :by, rejection = :reason,
                               rejected_at = now()
                         where id = :id and state = 'pending'
                        """)
                .bind("id", id)
                .bind("by", rejection.by())
                .bind("reason", rejection.reason())
                .execute();
    }

    private static Optional<Adjustment> find(Handle db, UUID id, TenantId tenant) {
        return db.createQuery(SELECT + " where d.id = :id and a.tenant_id = :tenant")
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
                row.getString("approved_by"),
                rejection(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Rejection rejection(ResultSet row) throws SQLException {
        var by = row.getString("rejected_by");
        return by == null ? null : new Rejection(by, row.getString("rejection"));
    }
}
