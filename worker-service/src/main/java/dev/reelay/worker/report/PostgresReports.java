package dev.reelay.worker.report;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Charge;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.cost.CostRule;
import dev.reelay.worker.cost.EndedAttempt;
import dev.reelay.worker.internal.Times;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.RouteName;
import dev.reelay.worker.provider.Routes;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Reads what jobs owe and marks what was told.
@Singleton
class PostgresReports {
    private static final String OWED =
            """
            select j.id, j.tenant_id, j.version, j.status,
                   case when j.status = 'completed' then 100
                        else j.progress_sum / j.outputs end as progress,
                   j.started_at, j.ended_at,
                   case when j.ended_at is not null then
                     (select json_agg(e.asset order by e.output) from execution e
                       where e.job_id = j.id and e.state = 'completed') end as assets,
                   case when j.status in ('failed', 'cancelled', 'expired')
                        then j.failure end as failure,
                   (select json_agg(distinct w) from execution e,
                           json_array_elements_text(e.warnings) w
                     where e.job_id = j.id) as warnings,
                   case when j.ended_at is not null then
                     (select json_agg(json_build_object(
                               'id', a.id, 'output', a.output,
                               'provider', %s,
                               'account', a.account, 'model', a.model, 'state', a.state,
                               'ended', e.state, 'finished', e.provider_file is not null,
                               'rule', a.cost_rule,
                               'catalogue_model', j.spec ->> 'model',
                               'tier', j.spec ->> 'resolution',
                               'seconds', (j.spec ->> 'seconds')::int,
                               'audio', (j.spec ->> 'audio')::boolean) order by a.output)
                        from attempt a join execution e
                          on e.job_id = a.job_id and e.output = a.output
                         and (e.attempt_id = a.id or a.state = 'failed')
                       where a.job_id = j.id and a.cost_rule is not null) end as attempts
              from job j
             where j.id = any(:jobs) and j.told_version < j.version
            """
                    .formatted(ProviderQueue.providerIn("a.provider"));

    /// Taking is setting anew: the next sweeper comes to these jobs only if this one fails.
    private static final String TAKE_FORGOTTEN =
            """
            update job set tell_at = now() + :again * interval '1 ms'
             where id in (select id from job where told_version < version and tell_at <= now()
                           order by tell_at limit :most for no key update skip locked)
            returning id
            """;

    private static final String MARK =
            """
            update job j set told_version = greatest(j.told_version, told.version)
              from (select id, version from unnest(:jobs, :versions) as t(id, version)
                     order by id) told
             where j.id = told.id
            """;

    private final Jdbi jdbi;
    private final Routes routes;

    PostgresReports(Jdbi jdbi, Routes routes) {
        this.jdbi = jdbi;
        this.routes = routes;
    }

    /// Present reports of those jobs that owe one.
    List<JobReport> owed(Collection<JobId> jobs) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(OWED)
                                .bindArray("jobs", UUID.class, ids(jobs))
                                .map((row, _) -> report(row))
                                .list());
    }

    /// Jobs that nobody has told of in time.
    List<JobId> takeForgotten(int most, Duration again) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(TAKE_FORGOTTEN)
                                .bind("most", most)
                                .bind("again", again.toMillis())
                                .map((row, _) -> new JobId(row.getObject("id", UUID.class)))
                                .list());
    }

    /// Marks versions as told. What has changed since goes on owing.
    void mark(Map<JobId, Integer> versions) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(MARK)
                                .bindArray("jobs", UUID.class, ids(versions.keySet()))
                                .bindArray("versions", Integer.class, versions.values().toArray())
                                .execute());
    }

    private static Object[] ids(Collection<JobId> jobs) {
        return jobs.stream().map(JobId::value).toArray();
    }

    /// An attempt whose cost is known, and what it depends on.
    private record Known(
            UUID id,
            int output,
            String provider,
            String account,
            String model,
            String state,
            String ended,
            boolean finished,
            CostRule rule,
            String catalogueModel,
            String tier,
            int seconds,
            boolean audio) {
        private EndedAttempt attempt() {
            return new EndedAttempt(
                    id, output, provider, account, model, state, ended, finished, rule);
        }
    }

    private List<Charge> charges(@Nullable String attempts) {
        return attempts == null
                ? List.of()
                : Stream.of(EventJson.read(attempts, Known[].class))
                        .flatMap(known -> charge(known).stream())
                        .toList();
    }

    private Optional<Charge> charge(Known known) {
        var route = new RouteName(known.provider(), known.model());
        var rendered = routes.seconds(known.catalogueModel(), known.seconds(), route);
        return known.attempt().charge(known.tier(), rendered, known.audio());
    }

    private JobReport report(ResultSet row) throws SQLException {
        var assets = row.getString("assets");
        var failure = row.getString("failure");
        var warnings = row.getString("warnings");
        return new JobReport(
                        new JobId(row.getObject("id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getInt("version"),
                        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        row.getInt("progress"),
                        Times.orNull(row, "started_at"),
                        Times.orNull(row, "ended_at"),
                        assets == null
                                ? List.of()
                                : List.of(EventJson.read(assets, Output[].class)),
                        failure == null ? null : EventJson.read(failure, Failure.class),
                        warnings == null
                                ? List.of()
                                : List.of(EventJson.read(warnings, String[].class)))
                .charging(charges(row.getString("attempts")));
    }
}
