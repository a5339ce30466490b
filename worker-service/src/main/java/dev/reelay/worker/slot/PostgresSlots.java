package dev.reelay.worker.slot;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.Route;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Slots as counters beside the executions. Whatever takes or frees a slot does so in the statement
/// that changes the execution; a claim locks tenant, then provider.
@Singleton
public class PostgresSlots implements Slots {
    private static final String ALLOW =
            """
            insert into provider_slot (provider, max_in_flight) values (:provider, :most)
            on conflict (provider) do update set max_in_flight = excluded.max_in_flight
             where provider_slot.max_in_flight <> excluded.max_in_flight
            """;

    /// The snapshot may be old, the locks are not: each locked row is checked again in its newest
    /// version, so no limit is passed and no execution is taken twice.
    private static final String CLAIM =
            """
            with tenant as materialized (
              select t.tenant_id from tenant_queue t
               where t.queued > 0 and t.in_flight < t.max_in_flight
                 and exists (
                   select 1 from provider_slot p
                    where p.provider = any(:providers) and p.in_flight < p.max_in_flight
                      and exists (select 1 from execution e
                                   where e.tenant_id = t.tenant_id and e.provider = p.provider
                                     and e.state = 'queued' and e.not_before <= now()
                                     and e.deadline > now()))
               order by t.vtime, t.tenant_id
               limit 1 for no key update of t skip locked),
            slot as materialized (
              select p.provider from provider_slot p, tenant t
               where p.provider = any(:providers) and p.in_flight < p.max_in_flight
                 and exists (select 1 from execution e
                              where e.tenant_id = t.tenant_id and e.provider = p.provider
                                and e.state = 'queued' and e.not_before <= now()
                                and e.deadline > now())
               order by p.in_flight::float8 / p.max_in_flight, p.provider
               limit 1 for no key update of p),
            oldest as materialized (
              select e.job_id, e.output from execution e, tenant t, slot p
               where e.tenant_id = t.tenant_id and e.provider = p.provider
                 and e.state = 'queued' and e.not_before <= now() and e.deadline > now()
               order by e.not_before, e.job_id, e.output
               limit 1 for no key update of e skip locked),
            claimed as (
              update execution e
                 set state = 'submitting', epoch = e.epoch + 1, attempt_id = uuidv7(),
                     intent_at = null, claimed_at = now(),
                     lease_until = now() + :lease * interval '1 ms'
                from oldest o where e.job_id = o.job_id and e.output = o.output
              returning e.*),
            prepared as (
              insert into attempt (id, job_id, output, tenant_id, provider, model, state, epoch)
              select attempt_id, job_id, output, tenant_id, provider, model, 'prepared', epoch
                from claimed),
            queue as (
              update tenant_queue t
                 set queued = t.queued - 1, in_flight = t.in_flight + 1,
                     vtime = t.vtime + c.expected_seconds::float8 / t.weight
                from claimed c where t.tenant_id = c.tenant_id
              returning t.tenant_id),
            room as (
              update provider_slot p set in_flight = p.in_flight + 1
                from claimed c, queue where p.provider = c.provider)
            select c.output, c.epoch, c.route, c.provider, c.model, c.attempt_id, j.spec
              from claimed c join job j on j.id = c.job_id
            """;

    /// Every change of a counter needs one of these rows, so while they are held the executions
    /// that the next statement can see are those that were counted.
    private static final List<String> HOLD_STILL =
            List.of(
                    "select 1 from tenant_queue order by tenant_id for no key update",
                    "select 1 from provider_slot order by provider for no key update");

    private static final String RECOUNT_TENANTS =
            """
            with counted as (
              select tenant_id,
                     count(*) filter (where state = 'queued') as queued,
                     count(*) filter (where state <> 'queued') as in_flight
                from execution
               where state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing')
               group by tenant_id),
            wrong as (
              select q.tenant_id, q.queued as had_queued, q.in_flight as had_in_flight,
                     coalesce(c.queued, 0) as queued, coalesce(c.in_flight, 0) as in_flight
                from tenant_queue q left join counted c using (tenant_id)
               where (q.queued, q.in_flight)
                     is distinct from (coalesce(c.queued, 0)::int, coalesce(c.in_flight, 0)::int))
            update tenant_queue q set queued = w.queued, in_flight = w.in_flight
              from wrong w where q.tenant_id = w.tenant_id
            returning format('tenant %s: queued %s instead of %s, in flight %s instead of %s',
                w.tenant_id, w.had_queued, w.queued, w.had_in_flight, w.in_flight)
            """;

    private static final String RECOUNT_PROVIDERS =
            """
            with counted as (
              select provider, count(*) as in_flight from execution
               where state in ('submitting', 'unknown', 'in_progress') group by provider),
            wrong as (
              select p.provider, p.in_flight as had, coalesce(c.in_flight, 0) as in_flight
                from provider_slot p left join counted c using (provider)
               where p.in_flight <> coalesce(c.in_flight, 0))
            update provider_slot p set in_flight = w.in_flight
              from wrong w where p.provider = w.provider
            returning format('provider %s: in flight %s instead of %s',
                w.provider, w.had, w.in_flight)
            """;

    private final Jdbi jdbi;

    public PostgresSlots(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void allow(Map<String, Integer> slotsByProvider) {
        jdbi.useTransaction(
                h ->
                        new TreeMap<>(slotsByProvider)
                                .forEach(
                                        (provider, most) ->
                                                h.createUpdate(ALLOW)
                                                        .bind("provider", provider)
                                                        .bind("most", most)
                                                        .execute()));
    }

    @Override
    public Optional<Claim> claimFairest(List<String> providers, Duration lease) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(CLAIM)
                                .bindArray("providers", String.class, providers)
                                .bind("lease", lease.toMillis())
                                .map((row, _) -> claim(row))
                                .findOne());
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                EventJson.read(row.getString("spec"), JobSpec.class),
                row.getInt("output"),
                row.getInt("epoch"),
                new Route(row.getInt("route"), row.getString("provider"), row.getString("model")),
                row.getObject("attempt_id", UUID.class));
    }

    @Override
    public List<String> recount() {
        return jdbi.inTransaction(
                h -> {
                    HOLD_STILL.forEach(h::execute);
                    var wrong = new ArrayList<String>();
                    wrong.addAll(texts(h, RECOUNT_TENANTS));
                    wrong.addAll(texts(h, RECOUNT_PROVIDERS));
                    return wrong;
                });
    }

    private static List<String> texts(Handle h, String sql) {
        return h.createQuery(sql).mapTo(String.class).list();
    }
}
