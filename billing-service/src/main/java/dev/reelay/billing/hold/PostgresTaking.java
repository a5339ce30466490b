package dev.reelay.billing.hold;

import dev.reelay.billing.database.DatabaseError;
import dev.reelay.billing.limit.Limits;
import dev.reelay.billing.limit.Period;
import dev.reelay.billing.price.Price.Priced;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Where available credits become held ones.
@Singleton
class PostgresTaking {
    /// A hold that is asked for, and what it costs.
    record Wanted(JobId job, HoldRequest request, Priced price) {}

    private final Jdbi jdbi;

    PostgresTaking(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Debits one account, counts, holds and writes the entries, all of them in one statement, and
    /// that the tenant is to be told where so little is left then as was not before. False where
    /// nothing was changed: a hold is there already, or the account is missing or short of them
    /// together, or a limit is in the way, or what somebody with a limit has spent is not being
    /// counted.
    ///
    /// @param all of one tenant and mode
    boolean take(List<Wanted> all) {
        try {
            return jdbi.withHandle(db -> take(db, all)) == all.size();
        } catch (JdbiException e) {
            if (DatabaseError.of(e) == DatabaseError.DUPLICATE
                    || DatabaseError.isOfCheck(e, "spending_within")) {
                return false; // lost a race for an id, or for a budget; all of it is undone
            }
            throw e;
        }
    }

    /// The guards must stand in the debit itself, and the insert must be able to fail. With `on
    /// conflict do nothing` either of two orders of these steps moves money without a hold. What is
    /// spent of budgets is guarded by a check of their own rows, which undoes the whole statement.
    /// A statement is planned once for a connection's life, maybe of empty tables, so what is
    /// looked up is looked up by `limit 1`: planned as a join it would be a scan of a table that
    /// grows.
    private static int take(Handle db, List<Wanted> all) {
        var request = all.getFirst().request();
        var budgets = Counted.of(all);
        return db.createQuery(
                        """
                        with wanted as materialized (
                          select * from unnest(:jobs, :amounts, :outputs, :versions, :models,
                                               :resolutions, :seconds, :audios, :qualities, :keys,
                                               :workspaces, :users, :made_from, :plans, :own)
                                   with ordinality
                                   as w (job, amount, outputs, version, model, resolution, seconds,
                                         audio, quality, key, workspace, end_user,
                                         made_from, plan, own_account, nth)),
                        together as materialized (
                          select sum(amount)::bigint as amount, count(*) as jobs,
                                 count(*) filter (where amount > 0) as entries
                            from wanted),
                        there as materialized (
                          select from wanted w cross join lateral (
                            select from hold h where h.id = w.job limit 1)),
                        spends as materialized (
                          select b.spender, b.period, period_start(b.period, now()) as starts,
                                 b.most,
                                 (select sum(w.amount) from wanted w
                                   where b.spender in (w.key, w.workspace)) as amount
                            from unnest(:spenders, :periods, :mosts)
                                   as b (spender, period, most)),
                        debited as (
                          update account a
                             set available = available - t.amount, held = held + t.amount,
                                 last_entry = last_entry + t.entries,
                                 unfinished = unfinished + t.jobs,
                                 today = period_start('day', now()),
                                 jobs_today = t.jobs + case when today = period_start('day', now())
                                                            then jobs_today else 0 end
                            from together t
                           where tenant_id = :tenant and mode = :mode and available >= t.amount
                             and unfinished + t.jobs <= :unfinished
                             and t.jobs + case when today = period_start('day', now())
                                               then jobs_today else 0 end <= :per_day
                             and not exists (select from there)
                             and (select count(*) from spends) = (
                               select count(*) from spends s cross join lateral (
                                 select from spending k
                                  where k.spender_id = s.spender and k.account_id = a.id
                                    and k.period = s.period and k.starts = s.starts limit 1))
                          returning id, last_entry - t.entries as entries_before, alert_below,
                                    old.available as available_before, available),
                        spent as (
                          update spending k set spent = spent + s.amount, most = s.most
                            from debited d cross join spends s
                           where k.spender_id = s.spender and k.account_id = d.id
                             and k.period = s.period and k.starts = s.starts),
                        alerted as (
                          insert into credit_alert (account_id, available, below)
                          select id, available, alert_below from debited
                           where available < alert_below and available_before >= alert_below),
                        placed as (
                          insert into hold (id, tenant_id, state, account_id, amount, outputs,
                                            price_version, model, resolution, seconds, audio,
                                            quality, key_id, workspace_id, end_user, mode,
                                            plan, own_account)
                          select w.job, :tenant, 'held', d.id, w.amount, w.outputs,
                                 w.version, w.model, w.resolution, w.seconds, w.audio, w.quality,
                                 w.key, w.workspace, w.end_user, w.made_from, w.plan,
                                 w.own_account
                            from wanted w cross join debited d
                          returning id),
                        posted as (
                          insert into entry
                                 (account_id, number, kind, debit, credit, amount, hold_id)
                          select d.id, d.entries_before + row_number() over (order by w.nth),
                                 'hold', 'available', 'held', w.amount, p.id
                            from debited d cross join wanted w join placed p on p.id = w.job
                           where w.amount > 0)
                        select count(*) from placed
                        """)
                .bind("tenant", request.tenant().value())
                .bind("mode", request.mode().word())
                .bind("unfinished", least(all, Limits::unfinished))
                .bind("per_day", least(all, Limits::perDay))
                .bindArray("jobs", UUID.class, each(all, w -> w.job().value()))
                .bindArray("amounts", Long.class, each(all, w -> w.price().amount().micros()))
                .bindArray("outputs", Integer.class, each(all, w -> w.request().facts().outputs()))
                .bindArray("versions", Integer.class, each(all, w -> w.price().version()))
                .bindArray("models", String.class, each(all, w -> w.request().facts().model()))
                .bindArray(
                        "resolutions",
                        String.class,
                        each(all, w -> w.request().facts().tier().word()))
                .bindArray("seconds", Integer.class, each(all, w -> w.request().facts().seconds()))
                .bindArray("audios", Boolean.class, each(all, w -> w.request().facts().audio()))
                .bindArray("qualities", String.class, each(all, w -> w.request().facts().quality()))
                .bindArray("keys", UUID.class, each(all, w -> w.request().key()))
                .bindArray("workspaces", UUID.class, each(all, w -> w.request().workspace()))
                .bindArray("users", String.class, each(all, w -> w.request().endUser()))
                .bindArray(
                        "made_from",
                        String.class,
                        each(all, w -> w.request().facts().mode().word()))
                .bindArray("own", Boolean.class, each(all, w -> w.request().facts().onOwnAccount()))
                .bindArray("plans", String.class, each(all, w -> w.request().payer().plan()))
                .bindArray("spenders", UUID.class, each(budgets, Counted::spender))
                .bindArray("periods", String.class, each(budgets, b -> b.period().word()))
                .bindArray("mosts", Long.class, each(budgets, b -> b.most().micros()))
                .mapTo(Integer.class)
                .one();
    }

    /// Of several that were asked with different ones the least: whoever may have more is tried
    /// again alone.
    private static int least(List<Wanted> all, Function<Limits, @Nullable Integer> limit) {
        return all.stream()
                .map(wanted -> limit.apply(wanted.request().limits()))
                .flatMap(Stream::ofNullable)
                .min(Comparator.naturalOrder())
                .orElse(Integer.MAX_VALUE);
    }

    private static <T> Object[] each(List<T> all, Function<T, @Nullable Object> part) {
        return all.stream().map(part).toArray();
    }

    /// What may be spent in a period at most, under an id.
    private record Counted(UUID spender, Period period, Credits most) {
        /// One of each id and period, the least of them.
        static List<Counted> of(List<Wanted> all) {
            var least = new LinkedHashMap<Counted, Credits>();
            all.stream()
                    .flatMap(wanted -> wanted.request().budgets().stream())
                    .forEach(
                            budget ->
                                    budget.most()
                                            .forEach(
                                                    (period, most) ->
                                                            least.merge(
                                                                    new Counted(
                                                                            budget.id(),
                                                                            period,
                                                                            Credits.ZERO),
                                                                    most,
                                                                    (a, b) ->
                                                                            a.compareTo(b) < 0
                                                                                    ? a
                                                                                    : b)));
            return least.entrySet().stream()
                    .map(e -> new Counted(e.getKey().spender, e.getKey().period, e.getValue()))
                    .toList();
        }
    }
}
