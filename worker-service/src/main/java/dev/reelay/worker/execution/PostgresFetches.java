package dev.reelay.worker.execution;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.input.InputConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/// Jobs that wait for inputs to be fetched. Until they are here no execution of the job can be
/// claimed.
@Singleton
class PostgresFetches {
    /// The right to fetch a job's inputs, until a newer epoch is seen.
    ///
    /// @param tries how often a server has not answered before
    record Fetch(JobSpec spec, int epoch, int tries) {}

    private static final String WAIT =
            "insert into input_fetch (job_id, tenant_id, keys) values (:job, :tenant, :keys)";

    private static final String HOLD_BACK =
            "update execution set not_before = 'infinity' where tenant_id = :tenant and job_id = :job";

    /// One claimer at a time, over all workers: only then is what is under way counted rightly.
    private static final String MAY_CLAIM = "select pg_try_advisory_xact_lock(7233050)";

    private static final String ANY_DUE =
            "select exists (select from input_fetch where due_at <= now())";

    private static final String CLAIM =
            """
            with due as (
              select f.job_id, f.tenant_id, f.due_at,
                     row_number() over (partition by f.tenant_id order by f.due_at) as place
                from input_fetch f join job j on j.id = f.job_id
               where f.due_at <= now() and j.live > 0),
            chosen as materialized (
              select d.job_id from due d
               where d.place <= :each - (select count(*) from input_fetch b
                                          where b.tenant_id = d.tenant_id
                                            and b.due_at is not null
                                            and b.claimed_until > now())
               order by d.place, d.due_at
               limit :most)
            update input_fetch f
               set due_at = now() + :lease * interval '1 ms',
                   claimed_until = now() + :lease * interval '1 ms', epoch = f.epoch + 1
              from chosen c join job j on j.id = c.job_id
             where f.job_id = c.job_id
            returning j.spec, f.epoch, f.tries
            """;

    private static final String OURS =
            """
             where job_id = :job and tenant_id = :tenant and epoch = :epoch and due_at is not null
            """;

    private static final String KEEP =
            """
            with f as (
              update input_fetch
                 set due_at = now() + :lease * interval '1 ms',
                     claimed_until = now() + :lease * interval '1 ms'
            """
                    + OURS
                    + """
              returning job_id)
            update job j set spec = :spec::json
              from f where j.id = f.job_id and j.tenant_id = :tenant and j.live > 0
            """;

    private static final String RELEASE =
            """
            with f as (
              update input_fetch set due_at = null, claimed_until = null
            """
                    + OURS
                    + """
              returning job_id)
            update execution e set not_before = now()
              from f where e.job_id = f.job_id and e.tenant_id = :tenant and e.state = 'queued'
            """;

    private static final String TRY_LATER =
            """
            update input_fetch
               set due_at = now() + :wait * interval '1 ms', claimed_until = null, tries = :tries
            """
                    + OURS;

    private static final String GIVE_UP =
            "update input_fetch set due_at = null, claimed_until = null" + OURS;

    private final Jdbi jdbi;
    private final InputConfig config;

    PostgresFetches(Jdbi jdbi, InputConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// Lets a job that is just being stored wait for its inputs.
    static void await(Handle h, JobSpec spec, List<String> keys) {
        ofJob(h.createUpdate(WAIT), spec).bindArray("keys", String.class, keys).execute();
        ofJob(h.createUpdate(HOLD_BACK), spec).execute();
    }

    private static <S extends SqlStatement<S>> S ofJob(S statement, JobSpec spec) {
        return statement.bind("job", spec.job().value()).bind("tenant", spec.tenant().value());
    }

    /// Takes what is due, a few of each tenant. Each comes again after the lease.
    List<Fetch> claimDue(int most) {
        if (!jdbi.withHandle(h -> isTrue(h, ANY_DUE))) {
            return List.of(); // as mostly
        }
        return jdbi.inTransaction(
                h -> {
                    if (!isTrue(h, MAY_CLAIM)) {
                        return List.of();
                    }
                    return h.createQuery(CLAIM)
                            .bind("each", config.perTenant())
                            .bind("most", most)
                            .bind("lease", config.lease().toMillis())
                            .map(
                                    (row, _) ->
                                            new Fetch(
                                                    EventJson.read(
                                                            row.getString("spec"), JobSpec.class),
                                                    row.getInt("epoch"),
                                                    row.getInt("tries")))
                            .list();
                });
    }

    private static boolean isTrue(Handle h, String question) {
        return h.createQuery(question).mapTo(Boolean.class).one();
    }

    /// Records what has been fetched so far. False where somebody else has taken over or the job
    /// has ended.
    boolean keep(Fetch fetch, JobSpec sofar) {
        return jdbi.withHandle(
                h ->
                        ours(h, KEEP, fetch)
                                        .bind("spec", EventJson.write(sofar))
                                        .bind("lease", config.lease().toMillis())
                                        .execute()
                                == 1);
    }

    /// All are here: the job's executions may be claimed.
    void release(Fetch fetch) {
        jdbi.useHandle(h -> ours(h, RELEASE, fetch).execute());
    }

    void tryLater(Fetch fetch, Duration wait, int tries) {
        jdbi.useHandle(
                h ->
                        ours(h, TRY_LATER, fetch)
                                .bind("wait", wait.toMillis())
                                .bind("tries", tries)
                                .execute());
    }

    void giveUp(Fetch fetch) {
        jdbi.useHandle(h -> ours(h, GIVE_UP, fetch).execute());
    }

    private static Update ours(Handle h, String sql, Fetch fetch) {
        return ofJob(h.createUpdate(sql), fetch.spec()).bind("epoch", fetch.epoch());
    }
}
