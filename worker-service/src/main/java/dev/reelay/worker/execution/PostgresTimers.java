package dev.reelay.worker.execution;

import static dev.reelay.worker.execution.ExecutionSql.COLUMNS;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// When to look at executions. Claiming a due timer is setting it anew, in one statement: no owner,
/// no lease; that two workers look at once is harmless.
@Singleton
class PostgresTimers {
    /// An execution to look at.
    ///
    /// @param settled whether its attempt is so old that a task would have shown up
    /// @param look the look that this is
    record Due(Execution execution, boolean settled, Look look) {}

    /// One of the looks at a render; times count from the upstream's acceptance.
    ///
    /// @param number from 1
    /// @param before the look before this; zero where this is the first
    /// @param rung whether the upstream has called back
    record Look(int number, Duration before, Duration at, boolean rung) {}

    /// A render's next look is reckoned from the plan that its kind has now; where that has none
    /// yet, from the one of its acceptance. It joins one row by its key, no further statement.
    private static final String DUE =
            """
            with due as materialized (
              select job_id, output, provider, begun_at, looks_ms, rendered, made, wait_ms, most_ms,
                     rung
                from timer
               where due_at <= now() and provider = any(:providers)
               order by due_at limit :most for no key update skip locked)
            update timer t
               set due_at = coalesce(
                     due.begun_at + next.age * interval '1 ms',
                     now() + t.wait_ms * (0.9 + 0.2 * random()) * interval '1 ms'),
                   wait_ms = case when next.age is null
                                  then least(t.most_ms, t.wait_ms * 13 / 10 + 1) else t.wait_ms end,
                   polls = polls + 1, made = due.made + (not due.rung)::int,
                   looked_at = now(), rung = false
              from due join execution e using (job_id, output)
                   left join render_plan p
                     on p.provider = due.provider and p.model = e.model
                        and p.resolution = e.resolution and p.seconds = due.rendered
                   cross join lateral (
                     select case when cardinality(coalesce(p.looks_ms, due.looks_ms)) > 1
                                 then look_after(
                                   coalesce(p.looks_ms, due.looks_ms),
                                   coalesce(p.calls, cardinality(due.looks_ms)),
                                   extract(epoch from now() - due.begun_at)::float8 * 1000,
                                   due.made + (not due.rung)::int, due.wait_ms, due.most_ms) end as age) next
             where t.job_id = due.job_id and t.output = due.output
            returning e.intent_at <= now() - :settle * interval '1 ms' as settled,
                      t.polls, old.rung,
                      extract(epoch from coalesce(old.looked_at, t.begun_at) - t.begun_at) * 1000 as before_ms,
                      extract(epoch from now() - t.begun_at) * 1000 as at_ms,
            """
                    + COLUMNS;

    /// A doorbell has no say while a file is on its way home: the timer then is somebody's lease.
    private static final String RING =
            """
            update timer t set due_at = now(), rung = true
              from attempt a join execution e using (job_id, output)
             where a.id = any(:attempts) and e.attempt_id = a.id and e.state in ('in_progress', 'unknown')
               and t.job_id = e.job_id and t.output = e.output and t.due_at > now()
            """;

    private static final String LOOK_NOW =
            """
            update timer t set due_at = now() from execution e
             where e.tenant_id = :tenant and e.job_id = :job and e.output = :output
               and e.state in ('in_progress', 'unknown')
               and t.job_id = e.job_id and t.output = e.output
            """;

    /// What somebody else has locked is left for the next time; so two such statements, or one and
    /// an end, never wait for each other.
    private static final String KEEP =
            """
            with ours as materialized (
              select h.number, e.job_id, e.output
                from unnest(:tenants, :jobs, :outputs, :epochs) with ordinality
                       as h (tenant_id, job_id, output, epoch, number)
                     join execution e using (job_id, output)
               where e.tenant_id = h.tenant_id and e.epoch = h.epoch and e.state = 'storing'),
            free as materialized (
              select t.job_id, t.output from timer t join ours using (job_id, output)
                 for no key update of t skip locked),
            kept as (
              update timer t set due_at = now() + :lease * interval '1 ms'
                from free where t.job_id = free.job_id and t.output = free.output)
            select number from ours
            """;

    private static final String RELEASE =
            """
            update timer t set due_at = now() + :wait * interval '1 ms' from execution e
             where e.tenant_id = :tenant and e.job_id = :job and e.output = :output
               and e.epoch = :epoch and e.state = 'storing'
               and t.job_id = e.job_id and t.output = e.output
            """;

    private final Jdbi jdbi;
    private final ExecutionConfig config;

    PostgresTimers(Jdbi jdbi, ExecutionConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// The oldest first.
    ///
    /// @param providers at which
    List<Due> claimDue(int most, Set<String> providers) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(DUE)
                                .bind("most", most)
                                .bindArray("providers", String.class, providers.toArray())
                                .bind("settle", config.settleAfter().toMillis())
                                .map(
                                        (row, _) ->
                                                new Due(
                                                        ExecutionRows.read(row),
                                                        row.getBoolean("settled"),
                                                        look(row)))
                                .list());
    }

    private static Look look(ResultSet row) throws SQLException {
        return new Look(
                row.getInt("polls"),
                Duration.ofMillis(row.getLong("before_ms")),
                Duration.ofMillis(row.getLong("at_ms")),
                row.getBoolean("rung"));
    }

    /// True where there was something to look at.
    boolean ring(Collection<UUID> attempts) {
        return jdbi.withHandle(
                h ->
                        h.createUpdate(RING)
                                        .bindArray("attempts", UUID.class, attempts.toArray())
                                        .execute()
                                > 0);
    }

    /// Keeps others from taking over files for another while. Answers which are still ours.
    Set<Execution> keep(List<Execution> storing, Duration lease) {
        var numbers =
                jdbi.withHandle(
                        h ->
                                h.createQuery(KEEP)
                                        .bindArray(
                                                "tenants",
                                                UUID.class,
                                                of(storing, e -> e.tenant().value()))
                                        .bindArray(
                                                "jobs",
                                                UUID.class,
                                                of(storing, e -> e.job().value()))
                                        .bindArray(
                                                "outputs",
                                                Integer.class,
                                                of(storing, Execution::output))
                                        .bindArray(
                                                "epochs",
                                                Integer.class,
                                                of(storing, Execution::epoch))
                                        .bind("lease", lease.toMillis())
                                        .mapTo(Integer.class)
                                        .list());
        return numbers.stream().map(number -> storing.get(number - 1)).collect(Collectors.toSet());
    }

    private static Object[] of(List<Execution> all, Function<Execution, Object> part) {
        return all.stream().map(part).toArray();
    }

    /// Lets anybody try again after a while.
    void release(Execution storing, Duration wait) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(RELEASE)
                                .bind("tenant", storing.tenant().value())
                                .bind("job", storing.job().value())
                                .bind("output", storing.output())
                                .bind("epoch", storing.epoch())
                                .bind("wait", wait.toMillis())
                                .execute());
    }

    static boolean lookNow(Handle h, Execution execution) {
        return h.createUpdate(LOOK_NOW)
                        .bind("tenant", execution.tenant().value())
                        .bind("job", execution.job().value())
                        .bind("output", execution.output())
                        .execute()
                == 1;
    }
}
