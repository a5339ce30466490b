package dev.reelay.api.report;

import dev.reelay.api.event.PostgresEvents;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobRow;
import dev.reelay.api.job.JobState;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// What others tell, written to the jobs' rows, one transaction for a batch. A message that was
/// applied before, or is older than what is known, changes nothing.
@Singleton
final class PostgresReports {
    private static final String REPORT =
            """
            with told as materialized (
                select report,
                       (report ->> 'job')::uuid as id,
                       (report ->> 'tenant')::uuid as tenant_id,
                       (report ->> 'version')::int as version,
                       report ->> 'status' as state,
                       case when report ->> 'status'
                                 not in ('queued', 'in_progress')
                            then coalesce((report ->> 'ended_at')
                                              ::timestamptz, now())
                       end as ended_at
                  from jsonb_array_elements(:reports::jsonb) as e(report))
            update job j
               set version = r.version,
                   state = r.state,
                   report = r.report,
                   stored_at = coalesce(j.stored_at, now()),
                   ended_at = r.ended_at,
                   purge_at = r.ended_at + j.files_kept,
                   clear_at = r.ended_at + j.prompts_kept,
                   expires_at = case when r.state = 'completed'
                       then r.ended_at + j.files_kept end,
                   announced = case
                       when r.ended_at is null
                            and j.cancel_asked_at is not null
                       then j.announced else 0 end,
                   announce_at = case
                       when r.ended_at is null
                            and j.cancel_asked_at is not null
                       then j.announce_at
                       when r.ended_at is null
                       then greatest(j.deadline, now())
                            + interval '60 seconds'
                       when j.settled_at is null
                       then now() + interval '5 seconds' end
              from told r
             where j.id = r.id and j.tenant_id = r.tenant_id
               and j.version < r.version
               and j.state in ('queued', 'in_progress')
            returning old.state as old_state,
            """
                    + JobRow.COLUMNS;

    private final Jdbi jdbi;
    private final PostgresEvents events;

    PostgresReports(Jdbi jdbi, PostgresEvents events) {
        this.jdbi = jdbi;
        this.events = events;
    }

    /// A job that a report has changed.
    private record Changed(JobState before, Job now) {}

    /// At most one report for a job. When to announce again follows from what is now missing: the
    /// end once the job is stored (asked for a minute after the deadline), the settlement once it
    /// has ended. A wish to stop is repeated until the end. A new state is an event; progress is
    /// none.
    void report(List<JobReport> reports) {
        jdbi.useTransaction(
                handle -> {
                    var changed =
                            handle.createQuery(REPORT)
                                    .bind("reports", EventJson.write(reports))
                                    .map(PostgresReports::changed)
                                    .list();
                    events.append(
                            handle,
                            changed.stream()
                                    .filter(job -> job.before() != job.now().state())
                                    .map(Changed::now)
                                    .toList());
                });
    }

    private static Changed changed(ResultSet row, StatementContext context) throws SQLException {
        return new Changed(JobState.named(row.getString("old_state")), JobRow.read(row, context));
    }

    /// The last acknowledgement: nothing is owed for a job that has ended and is settled. What was
    /// refunded may come after it, and then never becomes less. What billing told before the
    /// databases were set back counts for nothing.
    void settle(List<HoldSettled> settlements) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        with told as materialized (
                                            select (s ->> 'job')::uuid as id,
                                                   (s ->> 'tenant')::uuid as tenant_id,
                                                   (s ->> 'captured')::bigint as captured,
                                                   (s ->> 'released')::bigint as released,
                                                   (s ->> 'refunded')::bigint as refunded,
                                                   coalesce((s ->> 'gaps')::int, 0) as gaps
                                              from jsonb_array_elements(:settlements::jsonb) as e(s))
                                        update job j
                                           set settled_at = coalesce(j.settled_at, now()),
                                               captured = r.captured,
                                               released = r.released,
                                               refunded = r.refunded,
                                               announce_at = case when j.ended_at is null
                                                   then j.announce_at end
                                          from told r
                                         where j.id = r.id and j.tenant_id = r.tenant_id
                                           and (j.settled_at is null or j.refunded < r.refunded)
                                           and j.state not in ('accepting', 'abandoned')
                                           and r.gaps >= (select count(*) from restored_gap)
                                        """)
                                .bind("settlements", EventJson.write(settlements))
                                .execute());
    }
}
