package dev.reelay.worker.slot;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.provider.UsableAccounts;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Slots as counters beside the executions. Whatever takes or frees a slot does so in the statement
/// that changes the execution; a claim locks tenant, then account.
@Singleton
public class PostgresSlots implements Slots {
    /// Until a trial's answer is due; then another may try.
    private static final Duration TRIAL = Duration.ofSeconds(30);

    private static final String ALLOW =
            """
            insert into account_slot (account, provider, max_in_flight)
            values (:account, :provider, :most)
            on conflict (account) do update set max_in_flight = excluded.max_in_flight
             where account_slot.max_in_flight <> excluded.max_in_flight
            """;

    /// The snapshot may be old, the locks are not: each locked row is checked again in its newest
    /// version, so no limit is passed and no execution is taken twice. The queue with the most room
    /// comes first; there, who is next by virtual time. What it reads grows with the queues that
    /// have something, found one from the other by their index, and not with the accounts.
    private static final String CLAIM =
            """
            with recursive waiting as (
              (select provider from tenant_queue where queued > 0 order by provider limit 1)
              union all
              select (select q.provider from tenant_queue q
                       where q.queued > 0 and q.provider > w.provider
                       order by q.provider limit 1)
                from waiting w where w.provider is not null),
            room as materialized (
              select w.provider, a.load
                from waiting w cross join lateral (
                       select min(a.in_flight::float8 / %1$s) as load from account_slot a
                        where a.provider = w.provider and a.account <> all(:except) and %2$s) a
               where %5$s = any(:providers) and a.load is not null
               order by a.load, w.provider),
            next as materialized (
              select n.tenant_id, n.provider
                from room r cross join lateral (
                       select q.tenant_id, q.provider
                         from tenant_queue q join tenant_slot t using (tenant_id)
                        where q.provider = r.provider and q.queued > 0
                          and t.in_flight < t.max_in_flight
                          and %3$s
                        order by q.vtime, q.tenant_id
                        limit 1 for no key update of t skip locked) n
               limit 1),
            slot as materialized (
              select a.account, a.provider, a.closed_until is not null as trial
                from account_slot a join next n on n.provider = a.provider
               where a.account <> all(:except) and %2$s
               order by a.in_flight::float8 / %1$s, a.account
               limit 1 for no key update of a),
            oldest as materialized (
              select o.job_id, o.output, s.account
                from next n cross join slot s cross join lateral (
                       select e.job_id, e.output from execution e
                        where e.tenant_id = n.tenant_id and e.provider = n.provider
                          and e.state = 'queued' and e.not_before <= now() and e.deadline > now()
                        order by e.not_before, e.job_id, e.output
                        limit 1 for no key update of e skip locked) o),
            claimed as (
              update execution e
                 set state = 'submitting', account = o.account, epoch = e.epoch + 1,
                     attempt_id = uuidv7(),
                     intent_at = null, claimed_at = now(),
                     lease_until = now() + :lease * interval '1 ms'
                from oldest o where e.job_id = o.job_id and e.output = o.output
              returning e.*),
            prepared as (
              insert into attempt
                     (id, job_id, output, tenant_id, provider, account, model, state, epoch,
                      cost_rule)
              select attempt_id, job_id, output, tenant_id, provider, account, model, 'prepared',
                     epoch,
                     (select coalesce(a.costs -> c.model, a.costs -> '*') from provider_account a
                       where a.name = c.account)
                from claimed c),
            taken as (
              update tenant_slot t set in_flight = t.in_flight + 1
                from claimed c where t.tenant_id = c.tenant_id
              returning t.tenant_id),
            queue as (
              update tenant_queue q
                 set queued = q.queued - 1,
                     queued_seconds = q.queued_seconds - c.expected_seconds,
                     running_seconds = q.running_seconds + c.expected_seconds
                from claimed c, taken
               where q.tenant_id = c.tenant_id and q.provider = c.provider),
            room_taken as (
              update account_slot a
                 set closed_until = case when a.closed_until is not null
                                         then now() + :trial * interval '1 ms' end,
                     %4$s
                from claimed c, taken where a.account = c.account)
            select c.output, c.epoch, c.route, c.provider, c.account, c.model, c.attempt_id,
                   s.trial, j.spec
              from claimed c join job j on j.id = c.job_id, slot s
            """
                    .formatted(
                            AccountSql.slots("a"),
                            AccountSql.takesOneMore("a"),
                            QueueSql.claimable("q.tenant_id", "q.provider"),
                            AccountSql.take("a"),
                            ProviderQueue.providerIn("w.provider"));

    /// Every change of a counter needs one of these rows, so while they are held the executions
    /// that the next statement can see are those that were counted.
    private static final List<String> HOLD_STILL =
            List.of(
                    "select 1 from tenant_slot order by tenant_id for no key update",
                    "select 1 from account_slot order by account for no key update");

    private static final String RECOUNT_TENANTS =
            """
            with counted as (
              select tenant_id, count(*) as in_flight from execution
               where state in ('submitting', 'unknown', 'in_progress', 'storing')
               group by tenant_id),
            wrong as (
              select t.tenant_id, t.in_flight as had, coalesce(c.in_flight, 0) as in_flight
                from tenant_slot t left join counted c using (tenant_id)
               where t.in_flight <> coalesce(c.in_flight, 0))
            update tenant_slot t set in_flight = w.in_flight
              from wrong w where t.tenant_id = w.tenant_id
            returning format('tenant %s: in flight %s instead of %s',
                w.tenant_id, w.had, w.in_flight)
            """;

    private static final String RECOUNT_QUEUES =
            """
            with counted as (
              select tenant_id, provider,
                     count(*) filter (where state = 'queued') as queued,
                     sum(expected_seconds) filter (where state = 'queued') as queued_seconds,
                     sum(expected_seconds) filter (where state <> 'queued') as running_seconds
                from execution
               where state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing')
               group by tenant_id, provider),
            wrong as (
              select q.tenant_id, q.provider,
                     q.queued as had_queued, coalesce(c.queued, 0) as queued,
                     q.queued_seconds as had_waiting, coalesce(c.queued_seconds, 0) as waiting,
                     q.running_seconds as had_running, coalesce(c.running_seconds, 0) as running
                from tenant_queue q left join counted c using (tenant_id, provider)
               where (q.queued, q.queued_seconds, q.running_seconds)
                     is distinct from (coalesce(c.queued, 0)::int,
                                       coalesce(c.queued_seconds, 0)::bigint,
                                       coalesce(c.running_seconds, 0)::bigint))
            update tenant_queue q
               set queued = w.queued, queued_seconds = w.waiting, running_seconds = w.running
              from wrong w where q.tenant_id = w.tenant_id and q.provider = w.provider
            returning format('tenant %s at %s: queued %s instead of %s, for %s s instead of %s s,'
                || ' running for %s s instead of %s s', w.tenant_id, w.provider, w.had_queued,
                w.queued, w.had_waiting, w.waiting, w.had_running, w.running)
            """;

    private static final String RECOUNT_ACCOUNTS =
            """
            with counted as (
              select account, count(*) as in_flight from execution
               where state in ('submitting', 'unknown', 'in_progress') group by account),
            wrong as (
              select a.account, a.in_flight as had, coalesce(c.in_flight, 0) as in_flight
                from account_slot a left join counted c using (account)
               where a.in_flight <> coalesce(c.in_flight, 0))
            update account_slot a set in_flight = w.in_flight
              from wrong w where a.account = w.account
            returning format('account %s: in flight %s instead of %s',
                w.account, w.had, w.in_flight)
            """;

    /// A longer time and its reason stay.
    private static final String CLOSE =
            """
            update account_slot
               set closed_until = now() + :wait * interval '1 ms', closed_why = :why
             where account = :account
               and (closed_until is null or closed_until < now() + :wait * interval '1 ms')
            """;

    /// A burst of throttles counts once.
    private static final String NARROW =
            """
            update account_slot a
               set narrowed_to = greatest(1, floor(%s * 0.7)), throttled_at = now()
             where a.account = :account
               and (a.throttled_at is null or a.throttled_at <= now() - interval '%s')
            """
                    .formatted(AccountSql.slots("a"), AccountSql.WINDOW);

    private static final String OPEN =
            """
            update account_slot set closed_until = null, closed_why = null
             where account = :account and closed_until is not null
            """;

    private final Jdbi jdbi;

    public PostgresSlots(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void allow(String account, String provider, int most) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(ALLOW)
                                .bind("account", account)
                                .bind("provider", provider)
                                .bind("most", most)
                                .execute());
    }

    @Override
    public void close(String account, Duration wait, String why) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(CLOSE)
                                .bind("account", account)
                                .bind("wait", wait.toMillis())
                                .bind("why", why)
                                .execute());
    }

    @Override
    public void narrow(String account) {
        jdbi.useHandle(h -> h.createUpdate(NARROW).bind("account", account).execute());
    }

    @Override
    public boolean open(String account) {
        return jdbi.withHandle(h -> h.createUpdate(OPEN).bind("account", account).execute() == 1);
    }

    @Override
    public Optional<Claim> claimFairest(UsableAccounts accounts, Duration lease) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(CLAIM)
                                .bindArray("providers", String.class, accounts.providers())
                                .bindArray("except", String.class, accounts.except())
                                .bind("lease", lease.toMillis())
                                .bind("trial", TRIAL.toMillis())
                                .map((row, _) -> claim(row))
                                .findOne());
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                EventJson.read(row.getString("spec"), JobSpec.class),
                row.getInt("output"),
                row.getInt("epoch"),
                Route.read(row.getInt("route"), row.getString("provider"), row.getString("model")),
                row.getString("account"),
                row.getBoolean("trial"),
                row.getObject("attempt_id", UUID.class));
    }

    @Override
    public List<String> recount() {
        return jdbi.inTransaction(
                h -> {
                    HOLD_STILL.forEach(h::execute);
                    var wrong = new ArrayList<String>();
                    wrong.addAll(texts(h, RECOUNT_TENANTS));
                    wrong.addAll(texts(h, RECOUNT_QUEUES));
                    wrong.addAll(texts(h, RECOUNT_ACCOUNTS));
                    return wrong;
                });
    }

    private static List<String> texts(Handle h, String sql) {
        return h.createQuery(sql).mapTo(String.class).list();
    }
}
