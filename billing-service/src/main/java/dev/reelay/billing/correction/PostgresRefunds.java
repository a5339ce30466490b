package dev.reelay.billing.correction;

import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.Unknown;
import dev.reelay.billing.ledger.Lots;
import dev.reelay.billing.ledger.PostgresLots;
import dev.reelay.billing.ledger.Posting;
import dev.reelay.billing.ledger.Posting.Kind;
import dev.reelay.billing.margin.PostgresCharges;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Refunds. A job's id is all that names its tenant's account, so no other account can be meant.
@Singleton
class PostgresRefunds {
    private final Jdbi jdbi;

    PostgresRefunds(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Charge(long account, long entry, Credits amount) {}

    /// Gives back what a job was charged, once; a repeat answers as the first did. Throws {@link
    /// Unknown} where there is no such job and {@link Conflict} where it was not charged as much,
    /// or was refunded otherwise.
    ///
    /// @param asked null for all of it
    Refund refund(JobId job, @Nullable Credits asked, String reason, @Nullable String operator) {
        return jdbi.inTransaction(
                db -> {
                    var account = account(db, job).orElseThrow(() -> new Unknown("job"));
                    PostgresLots.lock(db, account);
                    var charge =
                            charge(db, job)
                                    .orElseThrow(() -> new Conflict("the job was not charged"));
                    var amount = Objects.requireNonNullElse(asked, charge.amount());
                    if (amount.compareTo(charge.amount()) > 0) {
                        throw new Conflict("the job was charged " + charge.amount() + " credits");
                    }
                    var refund = new Refund(Refund.idOf(job), job, amount, reason);
                    if (note(db, refund, operator)) {
                        giveBack(db, charge, refund);
                        owe(db, refund);
                        PostgresCharges.refunded(db, job);
                    } else if (!standing(db, job).equals(refund)) {
                        throw new Conflict("the job was refunded otherwise");
                    }
                    return refund;
                });
    }

    private static Optional<Long> account(Handle db, JobId job) {
        return db.createQuery(
                        "select account_id from hold where id = :job and account_id is not null")
                .bind("job", job.value())
                .mapTo(Long.class)
                .findOne();
    }

    private static Optional<Charge> charge(Handle db, JobId job) {
        return db.createQuery(
                        """
                        select account_id, number, amount from entry
                         where hold_id = :job and kind = 'capture'
                        """)
                .bind("job", job.value())
                .map(
                        (row, _) ->
                                new Charge(
                                        row.getLong("account_id"),
                                        row.getLong("number"),
                                        new Credits(row.getLong("amount"))))
                .findOne();
    }

    private static boolean note(Handle db, Refund refund, @Nullable String operator) {
        return db.createUpdate(
                                """
                                insert into refund (id, hold_id, amount, reason, operator)
                                values (:id, :job, :amount, :reason, :operator)
                                on conflict (hold_id) do nothing
                                """)
                        .bind("id", refund.id())
                        .bind("job", refund.job().value())
                        .bind("amount", refund.amount().micros())
                        .bind("reason", refund.reason())
                        .bind("operator", operator)
                        .execute()
                == 1;
    }

    private static void giveBack(Handle db, Charge charge, Refund refund) {
        var paid = PostgresLots.paid(db, charge.account(), charge.entry());
        var parts = Lots.giveBack(paid, refund.amount());
        var posting = new Posting(Kind.REFUND, refund.job().value(), parts);
        PostgresLots.book(db, charge.account(), posting);
    }

    /// The hold owes it as a settlement.
    private static void owe(Handle db, Refund refund) {
        db.createUpdate(
                        """
                        update hold set refunded = :amount, refund_told = 0, tell_at = now()
                         where id = :job
                        """)
                .bind("amount", refund.amount().micros())
                .bind("job", refund.job().value())
                .execute();
    }

    private static Refund standing(Handle db, JobId job) {
        return db.createQuery("select * from refund where hold_id = :job")
                .bind("job", job.value())
                .map(PostgresRefunds::read)
                .one();
    }

    private static Refund read(ResultSet row, StatementContext context) throws SQLException {
        return new Refund(
                row.getObject("id", UUID.class),
                new JobId(row.getObject("hold_id", UUID.class)),
                new Credits(row.getLong("amount")),
                row.getString("reason"));
    }
}
