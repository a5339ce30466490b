package dev.reelay.worker.execution;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.slot.QueueSql;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Writes whole batches of jobs: two statements, one transaction, however many there are.
@Singleton
class PostgresIntake {
    /// A job as it is stored, with its first route.
    record Job(JobSpec spec, Route route, int expectedSeconds) {}

    /// A job from before the database was set back may have been here, and sent: it is hidden. A
    /// tenant that comes back from idle starts at the provider's clock: see {@link QueueSql}.
    private static final String STORE =
            """
            with given as materialized (
              select * from unnest(:ids, :tenants, :specs, :outputs, :deadlines, :routes,
                                   :providers, :models, :expected, :weights, :most, :ordered,
                                   :resolutions, :seconds)
                as g(id, tenant_id, spec, outputs, deadline, route, provider, model,
                     expected_seconds, weight, max_in_flight, ordered_model, resolution, seconds)),
            past as materialized (
              select count(*)::int as gaps, coalesce(max(ended), '-infinity') as until
                from restored_gap),
            fresh as (
              insert into job (id, tenant_id, spec, outputs, live, deadline, version)
              select id, tenant_id, spec::json, outputs, outputs, deadline, 1 + 1000000 * gaps
                from given, past order by id
              on conflict (id) do nothing
              returning id),
            made as (
              insert into execution (job_id, output, tenant_id, route, provider, model,
                                     expected_seconds, deadline, ordered_model, resolution,
                                     seconds, restored)
              select g.id, o, g.tenant_id, g.route, g.provider, g.model, g.expected_seconds,
                     case when hidden then least(g.deadline, now()) else g.deadline end,
                     g.ordered_model, g.resolution, g.seconds, hidden
                from fresh join given g using (id)
                     cross join generate_series(0, g.outputs - 1) o
                     cross join lateral (
                       select coalesce(uuid_extract_timestamp(g.id) < past.until, false)
                         from past) as h(hidden)),
            slots as (
              insert into tenant_slot as t (tenant_id, max_in_flight)
              select g.tenant_id, max(g.max_in_flight) from fresh join given g using (id)
               group by g.tenant_id order by g.tenant_id
              on conflict (tenant_id) do update set max_in_flight = excluded.max_in_flight
              returning t.tenant_id),
            clocks as materialized (
              select p.provider, %s as had
                from (select distinct g.provider from fresh join given g using (id)) p),
            queues as (
              insert into tenant_queue as q
                     (provider, tenant_id, weight, had, queued, queued_seconds)
              select g.provider, g.tenant_id, max(g.weight), max(c.had), sum(g.outputs),
                     sum(g.outputs * g.expected_seconds)
                from fresh join given g using (id) join slots using (tenant_id)
                     join clocks c using (provider)
               group by g.tenant_id, g.provider order by g.tenant_id, g.provider
              %s)
            select id from fresh
            """
                    .formatted(QueueSql.clock("p.provider"), QueueSql.JOIN);

    private static final String TELL_AGAIN =
            """
            update job set told_version = least(told_version, version - 1),
                           tell_at = now() + interval '2 s'
             where id in (
                     select j.id from job j
                       join unnest(:ids, :tenants) as g(id, tenant_id)
                         on g.id = j.id and g.tenant_id = j.tenant_id
                      order by j.id for no key update of j)
            """;

    private final Jdbi jdbi;

    PostgresIntake(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Stores the jobs that are new and answers their ids; those that are known owe their report
    /// again.
    Set<JobId> store(List<Job> jobs) {
        return jdbi.inTransaction(
                h -> {
                    var fresh = insert(h, jobs);
                    jobs.stream()
                            .map(Job::spec)
                            .filter(spec -> fresh.contains(spec.job()))
                            .forEach(spec -> awaitInputs(h, spec));
                    var known = jobs.stream().filter(j -> !fresh.contains(j.spec().job())).toList();
                    if (!known.isEmpty()) {
                        tellAgain(h, known);
                    }
                    return fresh;
                });
    }

    private static void awaitInputs(Handle h, JobSpec spec) {
        var keys =
                spec.inputs().stream()
                        .filter(JobSpec.Input::awaits)
                        .map(JobSpec.Input::key)
                        .toList();
        if (!keys.isEmpty()) {
            PostgresFetches.await(h, spec, keys);
        }
    }

    private static Set<JobId> insert(Handle h, List<Job> jobs) {
        return h.createQuery(STORE)
                .bindArray("ids", UUID.class, each(jobs, j -> j.spec().job().value()))
                .bindArray("tenants", UUID.class, each(jobs, j -> j.spec().tenant().value()))
                .bindArray("specs", String.class, each(jobs, j -> EventJson.write(j.spec())))
                .bindArray("outputs", Integer.class, each(jobs, j -> j.spec().outputs()))
                .bindArray("deadlines", OffsetDateTime.class, each(jobs, PostgresIntake::deadline))
                .bindArray("routes", Integer.class, each(jobs, j -> j.route().place()))
                .bindArray("providers", String.class, each(jobs, j -> j.route().queue().toString()))
                .bindArray("models", String.class, each(jobs, j -> j.route().model()))
                .bindArray("expected", Integer.class, each(jobs, Job::expectedSeconds))
                .bindArray("weights", Integer.class, each(jobs, j -> j.spec().weight()))
                .bindArray("most", Integer.class, each(jobs, j -> j.spec().jobsAtOnce()))
                .bindArray("ordered", String.class, each(jobs, j -> j.spec().model()))
                .bindArray("resolutions", String.class, each(jobs, j -> j.spec().resolution()))
                .bindArray("seconds", Integer.class, each(jobs, j -> j.spec().seconds()))
                .map((row, _) -> new JobId(row.getObject("id", UUID.class)))
                .collect(Collectors.toSet());
    }

    private static OffsetDateTime deadline(Job job) {
        return job.spec().deadline().atOffset(ZoneOffset.UTC);
    }

    private static void tellAgain(Handle h, List<Job> known) {
        h.createUpdate(TELL_AGAIN)
                .bindArray("ids", UUID.class, each(known, j -> j.spec().job().value()))
                .bindArray("tenants", UUID.class, each(known, j -> j.spec().tenant().value()))
                .execute();
    }

    private static Object[] each(List<Job> jobs, Function<Job, Object> part) {
        return jobs.stream().map(part).toArray();
    }
}
