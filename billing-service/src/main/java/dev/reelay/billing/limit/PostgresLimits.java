package dev.reelay.billing.limit;

import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// How much of the limits is used.
@Singleton
public class PostgresLimits {
    private final Jdbi jdbi;

    PostgresLimits(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param jobsToday since midnight, UTC
    /// @param secondsToMidnight UTC's, by the database's clock
    public record Used(Credits available, int unfinished, int jobsToday, long secondsToMidnight) {}

    /// Of an account; empty where it was never opened.
    public Optional<Used> used(TenantId tenant, AccountMode mode) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select available, unfinished,
                                               case when today = period_start('day', now())
                                                    then jobs_today else 0 end as jobs_today,
                                               ceil(extract(epoch from
                                                 date_trunc('day', now(), 'utc') + interval '1 day'
                                                 - now()))::bigint as to_midnight
                                          from account where tenant_id = :tenant and mode = :mode
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("mode", mode.word())
                                .map(PostgresLimits::readUsed)
                                .findOne());
    }

    private static Used readUsed(ResultSet row, StatementContext context) throws SQLException {
        return new Used(
                new Credits(row.getLong("available")),
                row.getInt("unfinished"),
                row.getInt("jobs_today"),
                row.getLong("to_midnight"));
    }

    /// What a key or a workspace has spent in the period that is running.
    ///
    /// @param secondsLeft until the period ends; 0 for one that never does
    public record Spent(Period period, Credits spent, long secondsLeft) {}

    /// In each period of a budget, the shortest first. A period's row is opened where it is
    /// missing, with what the holds come to; the account stays locked meanwhile, so that none is
    /// forgotten.
    public List<Spent> spent(TenantId tenant, AccountMode mode, Budget budget) {
        var words = budget.most().keySet().stream().sorted().map(Period::word).toList();
        return jdbi.inTransaction(
                db -> {
                    var account =
                            db.createQuery(
                                            """
                                            select id from account
                                             where tenant_id = :tenant and mode = :mode
                                               for no key update
                                            """)
                                    .bind("tenant", tenant.value())
                                    .bind("mode", mode.word())
                                    .mapTo(Long.class)
                                    .one();
                    return db.createQuery(
                                    """
                                    with wanted as (
                                      select period, period_start(period, now()) as starts
                                        from unnest(:periods) as p (period)),
                                    opened as (
                                      insert into spending
                                             (spender_id, account_id, period, starts, spent, most)
                                      select :spender, :account, w.period, w.starts, u.spent, u.spent
                                        from wanted w cross join lateral (
                                             select coalesce(sum(case h.state
                                                      when 'held' then h.amount
                                                      else h.captured end), 0)::bigint as spent
                                               from hold h
                                              where (h.key_id = :spender or h.workspace_id = :spender)
                                                and h.account_id = :account
                                                and h.created_at >=
                                                    w.starts::timestamp at time zone 'utc') u
                                          on conflict do nothing
                                      returning period, spent)
                                    select w.period, coalesce(o.spent, k.spent) as spent,
                                           case when w.period = 'total' then 0 else
                                           ceil(extract(epoch from
                                             (w.starts + ('1 ' || w.period)::interval)
                                               at time zone 'utc' - now()))::bigint end as seconds
                                      from wanted w
                                      left join opened o on o.period = w.period
                                      left join spending k
                                        on k.spender_id = :spender and k.account_id = :account
                                       and k.period = w.period and k.starts = w.starts
                                     order by array_position(:periods, w.period)
                                    """)
                            .bind("spender", budget.id())
                            .bind("account", account)
                            .bindArray("periods", String.class, words)
                            .map(PostgresLimits::readSpent)
                            .list();
                });
    }

    private static Spent readSpent(ResultSet row, StatementContext context) throws SQLException {
        return new Spent(
                Period.of(row.getString("period")),
                new Credits(row.getLong("spent")),
                row.getLong("seconds"));
    }
}
