package dev.reelay.billing.ledger;

import dev.reelay.billing.ledger.Lots.Expired;
import dev.reelay.billing.ledger.Lots.Expiring;
import dev.reelay.billing.ledger.Posting.Kind;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Lots whose time has come. What holds count on stays in them until these are resolved.
@Singleton
class PostgresExpiry {
    private static final String SELECT =
            """
            select l.*,
                   (select available from account where id = l.account_id) as available,
                   (select coalesce(sum(h.amount), 0) from hold h
                     where h.account_id = l.account_id and h.state = 'held'
                       and h.created_at < l.expires_at) as counted_on
              from lot l
            """;

    private final Jdbi jdbi;

    PostgresExpiry(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Accounts, of all tenants, with something left in an expired lot and something available.
    List<Long> due() {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select id from account a
                                         where available > 0
                                           and id in (select account_id from lot
                                                       where remaining > 0 and expires_at <= now())
                                        """)
                                .mapTo(Long.class)
                                .list());
    }

    /// Books what lapses of an account's expired lots, an entry for each, and says how many.
    int expire(long account) {
        return jdbi.inTransaction(
                db -> {
                    var available = PostgresLots.lock(db, account).available();
                    var lapsed = Lots.lapse(expired(db, account), available);
                    for (var part : lapsed) {
                        var posting = new Posting(Kind.EXPIRE, part.lot(), List.of(part));
                        PostgresLots.book(db, account, posting);
                    }
                    return lapsed.size();
                });
    }

    /// What lapses next of an account, at most so many times of it, the soonest first.
    List<Expiring> expiring(TenantId tenant, AccountMode mode, int most) {
        var lots =
                jdbi.withHandle(
                        db ->
                                db.createQuery(
                                                SELECT
                                                        + """
                                                          join account a on a.id = l.account_id
                                                         where a.tenant_id = :tenant
                                                           and a.mode = :mode and remaining > 0
                                                           and expires_at is not null
                                                        """)
                                        .bind("tenant", tenant.value())
                                        .bind("mode", mode.word())
                                        .map((row, _) -> new Standing(row))
                                        .list());
        if (lots.isEmpty()) {
            return List.of();
        }
        return Lots.expiring(lots.stream().map(Standing::lot).toList(), lots.getFirst().available())
                .stream()
                .limit(most)
                .toList();
    }

    /// A lot that may lapse, and what is available of its account.
    private record Standing(Expired lot, Credits available) {
        Standing(ResultSet row) throws SQLException {
            this(expired(row), new Credits(row.getLong("available")));
        }
    }

    private static List<Expired> expired(Handle db, long account) {
        return db.createQuery(
                        SELECT
                                + """
                                 where account_id = :account and remaining > 0 and expires_at <= now()
                                """)
                .bind("account", account)
                .map((row, _) -> expired(row))
                .list();
    }

    private static Expired expired(ResultSet row) throws SQLException {
        return new Expired(PostgresLots.lot(row), new Credits(row.getLong("counted_on")));
    }
}
