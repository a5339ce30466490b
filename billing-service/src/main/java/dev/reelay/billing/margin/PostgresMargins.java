package dev.reelay.billing.margin;

import dev.reelay.billing.margin.JobMoney.Line;
import dev.reelay.billing.margin.Margins.By;
import dev.reelay.billing.margin.Margins.Sum;
import dev.reelay.billing.statement.TimeSpan;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Puts charges of upstreams beside what tenants paid. For operators: it goes over all tenants.
@Singleton
class PostgresMargins {
    private final Jdbi jdbi;

    PostgresMargins(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(boolean total, Sum sum) {}

    /// A job stands once for each of its charges, with an equal part of what it brought; the parts
    /// add up to it exactly.
    ///
    /// @param after the last group seen; null for the first ones
    /// @param limit of groups
    Margins margins(TimeSpan span, By by, @Nullable String after, int limit) {
        var rows =
                jdbi.withHandle(
                        db ->
                                db.createQuery(
                                                """
                                                with ended as (
                                                  select h.id, h.tenant_id, h.model, h.resolved_at,
                                                         h.captured::numeric as captured,
                                                         h.refunded::numeric as refunded
                                                    from hold h join account a on a.id = h.account_id
                                                   where h.state in ('captured', 'released')
                                                     and a.mode = 'live'
                                                     and (cast(:from as timestamptz) is null
                                                          or h.resolved_at >= :from)
                                                     and (cast(:to as timestamptz) is null
                                                          or h.resolved_at < :to)),
                                                charged as (
                                                  select c.*,
                                                         row_number() over charges as nth,
                                                         count(*) over (partition by c.hold_id) as parts
                                                    from upstream_charge c
                                                    join ended j on j.id = c.hold_id
                                                  window charges as (partition by c.hold_id
                                                                     order by c.attempt_id)),
                                                share as (
                                                  select <group> collate "C" as part, j.id, c.attempt_id,
                                                         coalesce(c.cost, 0) as cost,
                                                         j.captured = j.refunded as unpaid,
                                                         case when c.parts is null then j.captured
                                                              else div(j.captured * c.nth, c.parts)
                                                                 - div(j.captured * (c.nth - 1), c.parts)
                                                              end as captured,
                                                         case when c.parts is null then j.refunded
                                                              else div(j.refunded * c.nth, c.parts)
                                                                 - div(j.refunded * (c.nth - 1), c.parts)
                                                              end as refunded
                                                    from ended j left join charged c on c.hold_id = j.id),
                                                summed as (
                                                  select part, grouping(part) as total,
                                                         count(distinct id) as jobs,
                                                         count(distinct id) filter (
                                                           where attempt_id is not null) as charged,
                                                         coalesce(sum(captured), 0) as captured,
                                                         coalesce(sum(refunded), 0) as refunded,
                                                         coalesce(sum(cost), 0) as cost,
                                                         coalesce(sum(cost) filter (where unpaid), 0)
                                                           as loss
                                                    from share group by grouping sets ((part), ()))
                                                select * from summed
                                                 where total = 1 or cast(:after as text) is null
                                                    or part > cast(:after as text)
                                                 order by total desc, part limit :limit
                                                """)
                                        .define("group", by.sql)
                                        .bind("from", span.from())
                                        .bind("to", span.to())
                                        .bind("after", after)
                                        .bind("limit", limit + 1)
                                        .map(PostgresMargins::row)
                                        .list());
        return new Margins(
                rows.getFirst().sum(),
                rows.stream().filter(row -> !row.total()).map(Row::sum).toList());
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        return new Row(
                row.getInt("total") == 1,
                new Sum(
                        row.getString("part"),
                        row.getLong("jobs"),
                        row.getLong("charged"),
                        new Credits(row.getLong("captured")),
                        new Credits(row.getLong("refunded")),
                        row.getLong("cost"),
                        row.getLong("loss")));
    }

    /// Empty where the job never held anything.
    Optional<JobMoney> ofJob(JobId job) {
        return jdbi.withHandle(
                db -> {
                    var charges = charges(db, job);
                    return db.createQuery(
                                    """
                                    select h.*, a.mode as account_mode
                                      from hold h join account a on a.id = h.account_id
                                     where h.id = :job
                                    """)
                            .bind("job", job.value())
                            .map((row, _) -> money(row, charges))
                            .findOne();
                });
    }

    private static List<Line> charges(Handle db, JobId job) {
        return db.createQuery(
                        """
                        select * from upstream_charge where hold_id = :job
                         order by output, attempt_id
                        """)
                .bind("job", job.value())
                .map(
                        (row, _) ->
                                new Line(
                                        row.getObject("attempt_id", UUID.class),
                                        row.getInt("output"),
                                        row.getString("provider"),
                                        row.getString("account"),
                                        row.getString("model"),
                                        row.getLong("cost"),
                                        row.getBoolean("presumed")))
                .list();
    }

    private static JobMoney money(ResultSet row, List<Line> charges) throws SQLException {
        var cost = charges.stream().mapToLong(Line::cost).sum();
        var captured = row.getLong("captured");
        var refunded = row.getLong("refunded");
        return new JobMoney(
                new JobId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("account_mode"),
                row.getString("model"),
                row.getInt("price_version"),
                row.getString("state"),
                new Credits(row.getLong("amount")),
                new Credits(captured),
                new Credits(refunded),
                charges,
                cost,
                captured == refunded ? cost : 0);
    }
}
