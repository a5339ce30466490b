package dev.reelay.api.submission;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// What became of the answers to submissions without a key, and which of them a request may be a
/// retry of. A submission that was not told is over when its connection broke, when it was refused
/// while its job was left half done, or when the replica that was to answer has gone.
@Singleton
final class PostgresRetries {
    /// The same request, in the last minutes, that is not known to be another one.
    private static final String SAME =
            """
              from idempotency i
              join job j on j.tenant_id = i.tenant_id and j.id = i.job_id
             where i.tenant_id = :tenant and i.made_by = :key and i.route = :route
               and i.fingerprint = :fingerprint
               and i.made_at > now() - make_interval(secs => :joined)
               and (i.told_at is null or :retry) and j.deleted_at is null
            """;

    private final Jdbi jdbi;
    private final PostgresPresence presence;
    private final SubmissionConfig config;

    PostgresRetries(Jdbi jdbi, PostgresPresence presence, SubmissionConfig config) {
        this.jdbi = jdbi;
        this.presence = presence;
        this.config = config;
    }

    /// The key of a job that came without one. No client can send it.
    static String key(JobId job) {
        return "§" + job;
    }

    /// Writes a job that came without a key under one that no client can send; false where an
    /// earlier submission is to be looked at first. Retries go one after the other, so that the
    /// second sees what the first has written.
    ///
    /// @param anyway whatever there is of the same
    boolean insert(AcceptingJob accepting, Idempotency.Keyless asked, boolean anyway) {
        return asked.isRetry()
                ? jdbi.inTransaction(
                        handle -> {
                            queueUp(handle, accepting, asked);
                            return insert(handle, accepting, asked, anyway);
                        })
                : jdbi.withHandle(handle -> insert(handle, accepting, asked, anyway));
    }

    private static void queueUp(Handle handle, AcceptingJob accepting, Idempotency.Keyless asked) {
        handle.createQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended("
                                + ":key::text || encode(:fingerprint, 'hex'), 0))")
                .bind("key", accepting.key())
                .bind("fingerprint", asked.fingerprint())
                .mapTo(Integer.class)
                .one();
    }

    private boolean insert(
            Handle handle, AcceptingJob accepting, Idempotency.Keyless asked, boolean anyway) {
        var insert =
                handle.createUpdate(
                        """
                        with k as (
                            insert into idempotency (tenant_id, route, key, fingerprint, job_id,
                                made_by, replica, made_at)
                            select :tenant, :route, :made, :fingerprint, :id,
                                :key, :replica, now()
                             where :anyway or not exists (select
                        """
                                + SAME
                                + ") returning job_id) "
                                + PostgresAcceptance.INSERT
                                + " from k");
        return bind(PostgresAcceptance.bind(insert, accepting), asked)
                        .bind("anyway", anyway)
                        .bind("made", key(accepting.job().id()))
                        .bind("replica", presence.replica())
                        .execute()
                == 1;
    }

    private <S extends SqlStatement<S>> S bind(S statement, Idempotency.Keyless asked) {
        return statement
                .bind("route", asked.route())
                .bind("fingerprint", asked.fingerprint())
                .bind("joined", config.retriesJoined().toSeconds())
                .bind("retry", asked.isRetry());
    }

    /// @param over its client can no more be told by it
    record Earlier(JobId job, boolean over) {}

    /// The same request by the same API key, the likeliest to be repeated first: those that nobody
    /// was told of, and of them those that nothing joined yet. Those that were told are among them
    /// for a client that says that it retries.
    List<Earlier> earlier(TenantId tenant, UUID apiKey, Idempotency.Keyless asked) {
        return jdbi.withHandle(
                handle ->
                        bind(
                                        handle.createQuery(
                                                        """
                                                        select i.job_id, i.told_at is null and (
                                                                   i.lost_at is not null or
                                                                   pg_try_advisory_xact_lock_shared(
                                                                       i.replica)) as over
                                                        """
                                                                + SAME
                                                                + """
                                                                  order by i.told_at is not null,
                                                                      over desc, i.joined,
                                                                      i.made_at desc
                                                                  """)
                                                .bind("tenant", tenant.value())
                                                .bind("key", apiKey),
                                        asked)
                                .map(
                                        (row, _) ->
                                                new Earlier(
                                                        new JobId(
                                                                row.getObject(
                                                                        "job_id", UUID.class)),
                                                        row.getBoolean("over")))
                                .list());
    }

    void joined(TenantId tenant, JobId job) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update idempotency set joined = joined + 1
                                         where tenant_id = :tenant and job_id = :job
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("job", job.value())
                                .execute());
    }

    /// One answer that was told is enough.
    void note(List<FollowAnswers.Answered> answered) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update idempotency i
                                           set told_at = case when a.told
                                                   then now() else i.told_at end,
                                               lost_at = case when a.told
                                                   then i.lost_at else now() end
                                          from (select tenant, job, bool_or(told) as told
                                                  from unnest(:tenants, :jobs, :told)
                                                      as one (tenant, job, told)
                                                 group by tenant, job) a
                                         where i.tenant_id = a.tenant and i.job_id = a.job
                                        """)
                                .bindArray(
                                        "tenants",
                                        UUID.class,
                                        answered.stream().map(a -> a.tenant().value()).toArray())
                                .bindArray(
                                        "jobs",
                                        UUID.class,
                                        answered.stream().map(a -> a.job().value()).toArray())
                                .bindArray(
                                        "told",
                                        Boolean.class,
                                        answered.stream()
                                                .map(FollowAnswers.Answered::told)
                                                .toArray())
                                .execute());
    }
}
