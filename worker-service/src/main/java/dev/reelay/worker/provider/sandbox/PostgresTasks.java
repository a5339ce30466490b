package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.sandbox.Script.Outcome;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The sandbox's tasks. Every change is one statement, guarded by state and epoch; the clock is the
/// database's. Calls throw `JdbiException` where the database fails.
@Singleton
class PostgresTasks {
    enum State {
        SCRIPTED,
        QUEUED,
        RENDERING,
        DONE,
        FAILED,
        CANCELLED
    }

    /// What a look at a task shows.
    ///
    /// @param ready whether its outcome may be seen yet
    record Seen(
            State state, Outcome outcome, boolean ready, int progress, @Nullable Failure failure) {}

    /// The right to render a task for as long as the lease is renewed.
    ///
    /// @param crashes renderers of this task that have died
    /// @param callback where its end is wanted to be known
    record Claimed(TaskId id, int epoch, int crashes, Scene scene, @Nullable URI callback) {}

    private static final String ADD =
            """
            insert into sandbox_task
                   (attempt_id, tenant_id, state, outcome, scene, callback, ready_at, keep_until)
            values (:attempt, :tenant, :state, :outcome, cast(:scene as json), :callback,
                    now() + :delay * interval '1 ms',
                    greatest(now(), :deadline) + interval '1 hour')
                on conflict do nothing
            """;

    private static final String SEE =
            """
            select state, outcome, progress, failure_reason, failure_message,
                   now() >= ready_at as ready
              from sandbox_task where attempt_id = :attempt and tenant_id = :tenant
            """;

    private static final String CANCEL =
            """
            update sandbox_task
               set state = 'cancelled', ended_at = now(), lease_until = null, epoch = epoch + 1,
                   scene = null
             where attempt_id = :attempt and tenant_id = :tenant
               and state in ('scripted', 'queued', 'rendering')
            """;

    /// The dead's tasks first: they have waited longest.
    private static final String CLAIM =
            """
            with dead as materialized (
              select attempt_id from sandbox_task
               where state = 'rendering' and lease_until < now()
               order by lease_until limit 1 for no key update skip locked),
            waiting as materialized (
              select attempt_id from sandbox_task
               where state = 'queued' and claim_at <= now() and not exists (select from dead)
               order by claim_at limit 1 for no key update skip locked),
            next as (
              select attempt_id, 1 as crashed from dead
               union all select attempt_id, 0 from waiting)
            update sandbox_task t
               set state = 'rendering', epoch = epoch + 1, progress = 0,
                   crashes = crashes + next.crashed,
                   lease_until = now() + :lease * interval '1 ms'
              from next where t.attempt_id = next.attempt_id
            returning t.attempt_id, t.tenant_id, t.epoch, t.crashes, t.scene, t.callback
            """;

    private static final String HELD =
            """
             where attempt_id = :attempt and tenant_id = :tenant
               and state = 'rendering' and epoch = :epoch
            """;

    private static final String BEAT =
            """
            update sandbox_task
               set progress = greatest(progress, :progress),
                   lease_until = now() + :lease * interval '1 ms'
            """
                    + HELD;

    private static final String DONE =
            """
            update sandbox_task
               set state = 'done', progress = 100, lease_until = null, ended_at = now(),
                   scene = null
            """
                    + HELD;

    private static final String FAILED =
            """
            update sandbox_task
               set state = 'failed', failure_reason = :reason, failure_message = :message,
                   lease_until = null, ended_at = now(), scene = null
            """
                    + HELD;

    private static final String GIVE_BACK =
            """
            update sandbox_task
               set state = 'queued', progress = 0, lease_until = null,
                   crashes = crashes + case when :crashed then 1 else 0 end,
                   claim_at = now() + :wait * interval '1 ms'
            """
                    + HELD;

    private static final String OLD =
            """
            select attempt_id, tenant_id from sandbox_task
             where keep_until < now() order by keep_until limit :most
            """;

    private static final String FORGET =
            """
            delete from sandbox_task
             where attempt_id = :attempt and tenant_id = :tenant and keep_until < now()
            """;

    private final Jdbi jdbi;

    PostgresTasks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Takes a task in; one that is known stays as it is.
    ///
    /// @param scene absent where nothing is rendered
    void add(TaskId id, Script script, Optional<Scene> scene, SubmitAttempt attempt) {
        update(
                ADD,
                id,
                Map.of(
                        "state",
                        word(script.renders() ? State.QUEUED : State.SCRIPTED),
                        "outcome",
                        script.outcome().name(),
                        "scene",
                        scene.map(EventJson::write),
                        "callback",
                        Optional.ofNullable(attempt.callback()).map(URI::toString),
                        "delay",
                        script.delay().toMillis(),
                        "deadline",
                        attempt.spec().deadline().atOffset(ZoneOffset.UTC)));
    }

    Optional<Seen> see(TaskId id) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(SEE)
                                .bind("attempt", id.attempt())
                                .bind("tenant", id.tenant().value())
                                .map(PostgresTasks::seen)
                                .findOne());
    }

    /// Ends a task that has not ended; whoever renders it finds out with its next beat.
    void cancel(TaskId id) {
        update(CANCEL, id, Map.of());
    }

    Optional<Claimed> claim(Duration lease) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(CLAIM)
                                .bind("lease", lease.toMillis())
                                .map(PostgresTasks::claimed)
                                .findOne());
    }

    /// Keeps the right; false where it is lost.
    boolean beat(Claimed task, int progress, Duration lease) {
        return held(BEAT, task, Map.of("progress", progress, "lease", lease.toMillis()));
    }

    /// False where the right was lost.
    boolean done(Claimed task) {
        return held(DONE, task, Map.of());
    }

    /// False where the right was lost.
    boolean failed(Claimed task, Failure failure) {
        return held(
                FAILED,
                task,
                Map.of("reason", failure.reason().name(), "message", failure.message()));
    }

    /// Lets another renderer begin anew after the wait; nothing where the right was lost.
    ///
    /// @param crashed whether to count that as one of the deaths a task may cause
    void giveBack(Claimed task, Duration wait, boolean crashed) {
        held(GIVE_BACK, task, Map.of("wait", wait.toMillis(), "crashed", crashed));
    }

    /// Tasks that nobody will ask for again.
    List<TaskId> old(int most) {
        return jdbi.withHandle(
                h -> h.createQuery(OLD).bind("most", most).map((row, context) -> id(row)).list());
    }

    void forget(TaskId id) {
        update(FORGET, id, Map.of());
    }

    private boolean held(String sql, Claimed task, Map<String, ?> values) {
        return jdbi.withHandle(
                h ->
                        h.createUpdate(sql)
                                        .bind("attempt", task.id().attempt())
                                        .bind("tenant", task.id().tenant().value())
                                        .bind("epoch", task.epoch())
                                        .bindMap(values)
                                        .execute()
                                == 1);
    }

    private void update(String sql, TaskId id, Map<String, ?> values) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(sql)
                                .bind("attempt", id.attempt())
                                .bind("tenant", id.tenant().value())
                                .bindMap(values)
                                .execute());
    }

    private static Seen seen(ResultSet row, StatementContext context) throws SQLException {
        var reason = row.getString("failure_reason");
        return new Seen(
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Outcome.valueOf(row.getString("outcome")),
                row.getBoolean("ready"),
                row.getInt("progress"),
                reason == null
                        ? null
                        : new Failure(Reason.valueOf(reason), row.getString("failure_message")));
    }

    private static Claimed claimed(ResultSet row, StatementContext context) throws SQLException {
        return new Claimed(
                id(row),
                row.getInt("epoch"),
                row.getInt("crashes"),
                EventJson.read(row.getString("scene"), Scene.class),
                callback(row));
    }

    private static @Nullable URI callback(ResultSet row) throws SQLException {
        var callback = row.getString("callback");
        return callback == null ? null : URI.create(callback);
    }

    private static TaskId id(ResultSet row) throws SQLException {
        return new TaskId(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("attempt_id", UUID.class));
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
