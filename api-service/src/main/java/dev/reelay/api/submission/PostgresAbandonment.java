package dev.reelay.api.submission;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Jobs that nobody was told of and nobody finishes, and voids that billing is owed. For all
/// tenants: it serves no request.
@Singleton
final class PostgresAbandonment {
    private final Jdbi jdbi;
    private final SubmissionConfig config;

    PostgresAbandonment(Jdbi jdbi, SubmissionConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// Gives up what has been accepting for too long; how many.
    int abandonStale() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        with given_up as (
                                            update job
                                               set state = 'abandoned', void_at = now(),
                                                   purge_at = now()
                                             where state = 'accepting' and accepting_since
                                                     < now() - make_interval(secs => :after)
                                            returning tenant_id, id),
                                        freed as (
                                            delete from idempotency i using given_up g
                                             where i.tenant_id = g.tenant_id and i.job_id = g.id)
                                        select count(*) from given_up
                                        """)
                                .bind("after", config.abandonedAfter().toSeconds())
                                .mapTo(Integer.class)
                                .one());
    }

    record OwedVoid(JobId job, TenantId tenant) {}

    /// Voids to ask for now; each comes again after 2 s, 4 s … 60 s until it is {@link #voided}.
    List<OwedVoid> claimVoids(int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        with due as materialized (
                                            select id from job
                                             where void_at <= now()
                                             order by void_at
                                             limit :limit
                                               for no key update skip locked)
                                        update job j
                                           set voids = voids + 1,
                                               void_at = now() + make_interval(secs =>
                                                   least(60, 2 * 2 ^ least(voids, 5)))
                                          from due where j.id = due.id
                                        returning j.id, j.tenant_id
                                        """)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new OwedVoid(
                                                        new JobId(row.getObject("id", UUID.class)),
                                                        new TenantId(
                                                                row.getObject(
                                                                        "tenant_id", UUID.class))))
                                .list());
    }

    void voided(OwedVoid owed) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update job set void_at = null
                                         where id = :id and tenant_id = :tenant
                                        """)
                                .bind("id", owed.job().value())
                                .bind("tenant", owed.tenant().value())
                                .execute());
    }

    /// Frees keys whose jobs ended long enough ago.
    int forgetOldKeys(int limit) {
        return forget(
                """
                select j.id from job j
                 join idempotency i on i.job_id = j.id
                 where j.ended_at < now() - make_interval(secs => :kept)
                """,
                config.keysKept(),
                limit);
    }

    /// Frees those that were made for submissions without one, once no retry joins them.
    int forgetOldRetries(int limit) {
        return forget(
                "select job_id from idempotency where made_at < now() - make_interval(secs => :kept)",
                config.retriesJoined(),
                limit);
    }

    private int forget(String jobs, Duration kept, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createUpdate(
                                        "delete from idempotency where job_id in ("
                                                + jobs
                                                + " limit :limit)")
                                .bind("kept", kept.toSeconds())
                                .bind("limit", limit)
                                .execute());
    }

    record Backlog(long unstoredSeconds, long accepting, long voidsOwed) {}

    Backlog backlog() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select coalesce((select extract(epoch from
                                                                  now() - min(accepting_since))
                                                           from job
                                                          where announce_at is not null
                                                            and stored_at is null), 0)::bigint
                                                   as unstored,
                                               (select count(*) from job
                                                 where state = 'accepting') as accepting,
                                               (select count(*) from job
                                                 where void_at is not null) as voids
                                        """)
                                .map(
                                        (row, _) ->
                                                new Backlog(
                                                        row.getLong("unstored"),
                                                        row.getLong("accepting"),
                                                        row.getLong("voids")))
                                .one());
    }
}
