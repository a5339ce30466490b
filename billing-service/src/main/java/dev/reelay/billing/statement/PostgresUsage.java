package dev.reelay.billing.statement;

import dev.reelay.billing.statement.Usage.By;
import dev.reelay.billing.statement.Usage.Sum;
import dev.reelay.common.credit.Credits;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Sums what was captured.
@Singleton
class PostgresUsage {
    private final Jdbi jdbi;

    PostgresUsage(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(boolean total, Sum sum) {}

    /// @param most groups; the largest, or the earliest days
    Usage usage(Account account, TimeSpan span, By by, int most) {
        var rows =
                jdbi.withHandle(
                        db ->
                                db.createQuery(
                                                """
                                                with captured as (
                                                  select <group> as part, h.captured, h.seconds,
                                                         coalesce(r.amount, 0) as refunded,
                                                         case when h.amount = 0 then h.outputs
                                                              else h.captured / (h.amount / h.outputs)
                                                              end as clips
                                                    from hold h
                                                    join account a on a.id = h.account_id
                                                    left join refund r on r.hold_id = h.id
                                                   where a.tenant_id = :tenant and a.mode = :mode
                                                     and h.state = 'captured'
                                                     and (cast(:from as timestamptz) is null
                                                          or h.resolved_at >= :from)
                                                     and (cast(:to as timestamptz) is null
                                                          or h.resolved_at < :to))
                                                select part, grouping(part) as total, count(*) as videos,
                                                       coalesce(sum(clips), 0) as clips,
                                                       coalesce(sum(clips * seconds), 0) as seconds,
                                                       coalesce(sum(captured), 0) as captured,
                                                       coalesce(sum(refunded), 0) as refunded
                                                  from captured group by grouping sets ((part), ())
                                                 order by total desc, <order> limit :limit
                                                """)
                                        .define("group", by.sql)
                                        .define("order", by.order)
                                        .bind("tenant", account.tenant().value())
                                        .bind("mode", account.mode().word())
                                        .bind("from", span.from())
                                        .bind("to", span.to())
                                        .bind("limit", most + 2)
                                        .map(PostgresUsage::row)
                                        .list());
        var groups = rows.stream().filter(row -> !row.total()).map(Row::sum).toList();
        return new Usage(
                rows.getFirst().sum(),
                groups.subList(0, Math.min(most, groups.size())),
                groups.size() > most);
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        return new Row(
                row.getInt("total") == 1,
                new Sum(
                        row.getString("part"),
                        row.getLong("videos"),
                        row.getLong("clips"),
                        row.getLong("seconds"),
                        new Credits(row.getLong("captured")),
                        new Credits(row.getLong("refunded"))));
    }
}
