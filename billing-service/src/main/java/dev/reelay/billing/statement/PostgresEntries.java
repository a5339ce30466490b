package dev.reelay.billing.statement;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Reads entries, the newest first.
@Singleton
class PostgresEntries {
    private final Jdbi jdbi;

    PostgresEntries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Where a page begins.
    ///
    /// @param below the number of the last entry seen
    /// @param available what was available before that entry; null where that has to be counted
    ///   from all that are newer
    record Start(long below, @Nullable Long available) {
        static final Start NEWEST = new Start(Long.MAX_VALUE, null);
    }

    /// What was available after an entry follows from what is available now and all later entries.
    ///
    /// @param kinds empty for all
    List<Line> page(
            Account account, TimeSpan span, Collection<String> kinds, Start start, int limit) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        with line as (
                                          select e.*,
                                                 coalesce(cast(:known as bigint), a.available)
                                                   - coalesce(sum(
                                                       case when e.credit = 'available' then e.amount
                                                            when e.debit = 'available' then -e.amount
                                                            else 0 end) over (
                                                     order by number desc
                                                      rows between unbounded preceding
                                                               and 1 preceding), 0)
                                                   as available_after
                                            from entry e join account a on a.id = e.account_id
                                           where a.tenant_id = :tenant and a.mode = :mode
                                             and e.number < :counted)
                                        select number, kind, debit, credit, amount, hold_id, created_at,
                                               available_after
                                          from line
                                         where number < :below
                                           and (cast(:from as timestamptz) is null or created_at >= :from)
                                           and (cast(:to as timestamptz) is null or created_at < :to)
                                           and (cardinality(:kinds) = 0 or kind = any(:kinds))
                                         order by number desc limit :limit
                                        """)
                                .bind("tenant", account.tenant().value())
                                .bind("mode", account.mode().word())
                                .bind("known", start.available())
                                .bind(
                                        "counted",
                                        start.available() == null ? Long.MAX_VALUE : start.below())
                                .bind("below", start.below())
                                .bind("from", span.from())
                                .bind("to", span.to())
                                .bindArray("kinds", String.class, kinds)
                                .bind("limit", limit)
                                .map(PostgresEntries::line)
                                .list());
    }

    private static Line line(ResultSet row, StatementContext context) throws SQLException {
        var hold = row.getObject("hold_id", UUID.class);
        return new Line(
                row.getLong("number"),
                row.getString("kind"),
                row.getString("debit"),
                row.getString("credit"),
                new Credits(row.getLong("amount")),
                new Credits(row.getLong("available_after")),
                hold == null ? null : new JobId(hold),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
