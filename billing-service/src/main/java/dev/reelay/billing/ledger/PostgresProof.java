package dev.reelay.billing.ledger;

import dev.reelay.billing.ledger.Proof.Check;
import dev.reelay.billing.price.Facts;
import dev.reelay.billing.price.Payer;
import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Prices;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/// Recounts the ledger from its entries and says of each invariant whether it holds. All of it is
/// read in one snapshot, while the service goes on working.
@Singleton
class PostgresProof {
    private final Jdbi jdbi;
    private final Prices prices;

    PostgresProof(Jdbi jdbi, Prices prices) {
        this.jdbi = jdbi;
        this.prices = prices;
    }

    Proof prove() {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, this::prove);
    }

    private Proof prove(Handle db) {
        db.execute("set transaction read only");
        var checks = new ArrayList<Check>();
        for (var invariant : Invariant.values()) {
            checks.add(check(db, invariant));
        }
        return Proof.of(
                now(db),
                count(db, "select count(*) from account"),
                count(db, "select count(*) from entry"),
                checks);
    }

    private Check check(Handle db, Invariant invariant) {
        var broken =
                invariant == Invariant.L7
                        ? mispriced(db, invariant.sql())
                        : count(db, invariant.sql());
        var more = invariant == Invariant.L5 ? stillHeld(db) : "";
        return new Check(
                invariant.name(), broken == 0, invariant.claim() + more + "; broken by " + broken);
    }

    private static long count(Handle db, String sql) {
        return db.createQuery(sql).mapTo(Long.class).one();
    }

    /// Not wrong by itself: each is a job that has not ended, or an end that was not told yet.
    private static String stillHeld(Handle db) {
        return db.createQuery(
                        """
                        select concat(' (', count(*), ' held, the oldest for ',
                                      coalesce(extract(epoch from now() - min(created_at)), 0)::int,
                                      ' s)')
                          from hold where state = 'held'
                        """)
                .mapTo(String.class)
                .one();
    }

    private static Instant now(Handle db) {
        return db.createQuery("select now()").mapTo(OffsetDateTime.class).one().toInstant();
    }

    private long mispriced(Handle db, String sql) {
        return db.createQuery(sql).map(PostgresProof::paid).stream()
                .filter(paid -> !isPriceOfItsVersion(paid))
                .mapToLong(Paid::holds)
                .sum();
    }

    private record Paid(int version, Facts facts, Payer payer, Credits amount, long holds) {}

    private static Paid paid(ResultSet row, StatementContext context) throws SQLException {
        return new Paid(
                row.getInt("price_version"),
                new Facts(
                        row.getString("model"),
                        mode(row.getString("mode")),
                        row.getInt("seconds"),
                        row.getString("resolution"),
                        0,
                        0,
                        row.getBoolean("audio"),
                        row.getString("quality"),
                        row.getInt("outputs"),
                        row.getBoolean("own_account")),
                new Payer(tenant(row.getObject("tenant_id", UUID.class)), row.getString("plan")),
                new Credits(row.getLong("amount")),
                row.getLong("holds"));
    }

    /// Before modes were kept no price depended on them.
    private static Mode mode(@Nullable String word) {
        return word == null ? Mode.TEXT : Mode.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static @Nullable TenantId tenant(@Nullable UUID id) {
        return id == null ? null : new TenantId(id);
    }

    private boolean isPriceOfItsVersion(Paid paid) {
        return prices.version(paid.version())
                .map(version -> version.price(paid.facts(), paid.payer()))
                .filter(new Priced(paid.version(), paid.amount())::equals)
                .isPresent();
    }
}
