package dev.reelay.worker.execution;

import static dev.reelay.worker.execution.ExecutionSql.COLUMNS;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.execution.ExecutionState.Cancelled;
import dev.reelay.worker.execution.ExecutionState.Completed;
import dev.reelay.worker.execution.ExecutionState.Ended;
import dev.reelay.worker.execution.ExecutionState.Fruitless;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.execution.Step.BackOff;
import dev.reelay.worker.execution.Step.LookNow;
import dev.reelay.worker.execution.Step.NoteMismatches;
import dev.reelay.worker.execution.Step.NoteProgress;
import dev.reelay.worker.execution.Step.NoteWarnings;
import dev.reelay.worker.execution.Step.Nothing;
import dev.reelay.worker.execution.Step.StopAtProvider;
import dev.reelay.worker.execution.Step.SubmitAgain;
import dev.reelay.worker.execution.Step.TryNextRoute;
import dev.reelay.worker.fidelity.Mismatch;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.provider.RouteName;
import dev.reelay.worker.provider.Routes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Executions in PostgreSQL. See {@link ExecutionSql} for what a step changes.
@Singleton
class PostgresExecutions implements Executions {
    private static final String TAKE_CLAIMS =
            """
            update execution e
               set epoch = epoch + 1, lease_until = now() + :lease * interval '1 ms'
             where (job_id, output) in (
                     select job_id, output from execution
                      where state = 'submitting' and lease_until <= now()
                      order by lease_until limit 100 for no key update skip locked)
            returning
            """
                    + COLUMNS;

    private static final String LIVE_OF_JOB =
            """
             where tenant_id = :tenant and job_id = :job
               and state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing')
            """;

    private static final String ASK_CANCEL =
            "update execution e set cancel_asked = true" + LIVE_OF_JOB + "returning " + COLUMNS;

    private static final String LIVE =
            "select " + COLUMNS + " from execution e" + LIVE_OF_JOB + "order by output";

    private static final String PAST_DEADLINE =
            "select "
                    + COLUMNS
                    + """
                      from execution e
                     where state in ('queued', 'unknown', 'in_progress', 'storing')
                       and deadline <= now()
                     order by deadline limit :most
                    """;

    private static final String LIVE_WITH_ATTEMPT =
            "select "
                    + COLUMNS
                    + """
                      from attempt a join execution e using (job_id, output)
                     where a.id = :attempt and e.attempt_id = a.id
                       and e.state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing')
                    """;

    private static final String TRIED =
            """
            select distinct %s as provider, model from attempt
             where tenant_id = :tenant and job_id = :job and output = :output
            """
                    .formatted(ProviderQueue.providerIn("provider"));

    private final Jdbi jdbi;
    private final PaceExecutions pace;
    private final Routes routes;
    private final ExecutionConfig config;

    PostgresExecutions(Jdbi jdbi, PaceExecutions pace, Routes routes, ExecutionConfig config) {
        this.jdbi = jdbi;
        this.pace = pace;
        this.routes = routes;
        this.config = config;
    }

    @Override
    public boolean intend(Execution submitting) {
        return jdbi.withHandle(
                h ->
                        guarded(h.createUpdate(ExecutionSql.INTEND), submitting)
                                        .bind("lease", config.lease().toMillis())
                                        .execute()
                                == 1);
    }

    @Override
    public boolean save(Execution execution, Step step) {
        return switch (step.next()) {
            case Queued _ -> queueAgain(execution, step.then());
            case Submitting _ -> sendAgain(execution);
            case Unknown _ -> notKnown(execution, step.then());
            case InProgress running when running.equals(execution.state()) ->
                    note(execution, step.then());
            case InProgress running -> accept(execution, running, step.then());
            case Storing storing -> store(execution, storing);
            case Ended ended -> jdbi.withHandle(h -> end(h, execution, ended, mismatches(step)));
        };
    }

    private boolean queueAgain(Execution execution, Step.Then then) {
        return switch (then) {
            // Where the operator has just turned the last one off, it stays with what it has.
            case TryNextRoute() ->
                    queueAgain(
                            execution,
                            next(execution).orElse(execution.route()),
                            Duration.ZERO,
                            execution.state() instanceof InProgress ? "failed" : "refused");
            case BackOff(var wait) -> queueAgain(execution, execution.route(), wait, "not_sent");
            case Nothing() -> queueAgain(execution, execution.route(), Duration.ZERO, "not_sent");
            case LookNow _,
                    NoteMismatches _,
                    NoteProgress _,
                    NoteWarnings _,
                    StopAtProvider _,
                    SubmitAgain _ ->
                    throw new IllegalStateException("nothing queued is followed by " + then);
        };
    }

    /// A cancel that was asked meanwhile takes effect before anybody can claim it again.
    private boolean queueAgain(
            Execution execution, Route route, @Nullable Duration wait, String resolved) {
        return jdbi.inTransaction(
                h -> {
                    var cancelAsked =
                            guarded(h.createQuery(ExecutionSql.QUEUE_AGAIN), execution)
                                    .bind("route", route.place())
                                    .bind("provider", route.queue().toString())
                                    .bind("model", route.model())
                                    .bind("wait", wait == null ? null : (Long) wait.toMillis())
                                    .bind("resolved", resolved)
                                    .mapTo(Boolean.class)
                                    .findOne();
                    if (cancelAsked.orElse(false)) {
                        var queued = execution.with(execution.epoch(), new Queued());
                        end(h, queued, new Cancelled(), List.of());
                    }
                    return cancelAsked.isPresent();
                });
    }

    private boolean sendAgain(Execution execution) {
        return jdbi.withHandle(
                h ->
                        happened(
                                guarded(h.createQuery(ExecutionSql.SEND_AGAIN), execution)
                                        .bind("lease", config.lease().toMillis())));
    }

    private boolean notKnown(Execution execution, Step.Then then) {
        var each = config.reconcileEach();
        var wait =
                then instanceof BackOff(var asked)
                        ? Objects.requireNonNullElse(asked, each)
                        : Duration.ZERO;
        return jdbi.withHandle(
                h ->
                        happened(
                                guarded(h.createQuery(ExecutionSql.NOT_KNOWN), execution)
                                        .bind("wait", wait.toMillis())
                                        .bind("first", each.toMillis())
                                        .bind("most", each.toMillis())));
    }

    private boolean accept(Execution execution, InProgress running, Step.Then then) {
        var looks = pace.looks(execution);
        var warnings = then instanceof NoteWarnings(var noted) ? noted : List.<String>of();
        return jdbi.withHandle(
                h ->
                        happened(
                                guarded(h.createQuery(ExecutionSql.ACCEPT), execution)
                                        .bind("task", running.task().id())
                                        .bind("warnings", EventJson.write(warnings))
                                        .bind("first", looks.first().toMillis())
                                        .bindArray(
                                                "looks", Integer.class, looks.planned().toArray())
                                        .bind("rendered", looks.rendered())
                                        .bind("then", looks.then().toMillis())
                                        .bind("most", looks.most().toMillis())));
    }

    private boolean store(Execution execution, Storing storing) {
        return jdbi.withHandle(
                h ->
                        happened(
                                guarded(h.createQuery(ExecutionSql.STORE), execution)
                                        .bind("file", storing.file().location())
                                        .bind("lease", config.lease().toMillis())));
    }

    private boolean note(Execution execution, Step.Then then) {
        return jdbi.withHandle(
                h ->
                        switch (then) {
                            case NoteProgress(var progress) ->
                                    guarded(h.createUpdate(ExecutionSql.PROGRESS), execution)
                                                    .bind("progress", progress)
                                                    .execute()
                                            == 1;
                            case LookNow() -> PostgresTimers.lookNow(h, execution);
                            case BackOff _, NoteWarnings _, Nothing _ -> true;
                            case NoteMismatches _,
                                    StopAtProvider _,
                                    SubmitAgain _,
                                    TryNextRoute _ ->
                                    throw new IllegalStateException(
                                            "nothing in progress is followed by " + then);
                        });
    }

    private static List<Mismatch> mismatches(Step step) {
        return step.then() instanceof NoteMismatches(var noted) ? noted : List.of();
    }

    private static boolean end(
            Handle h, Execution execution, Ended ended, List<Mismatch> mismatches) {
        return happened(
                guarded(h.createQuery(ExecutionSql.END), execution)
                        .bind("ended", ended.word())
                        .bind("mismatches", json(mismatches))
                        .bind("messages", json(mismatches.stream().map(Mismatch::message).toList()))
                        .bind(
                                "asset",
                                ended instanceof Completed(var asset)
                                        ? EventJson.write(asset)
                                        : null)
                        .bind(
                                "failure",
                                ended instanceof Fruitless fruitless
                                        ? EventJson.write(fruitless.failure())
                                        : null));
    }

    private static @Nullable String json(List<?> all) {
        return all.isEmpty() ? null : EventJson.write(all);
    }

    @Override
    public List<Execution> takeAbandonedClaims() {
        return jdbi.withHandle(
                h -> list(h.createQuery(TAKE_CLAIMS).bind("lease", config.lease().toMillis())));
    }

    @Override
    public Optional<Execution> takeAbandonedFile(Execution storing) {
        return jdbi.withHandle(
                h ->
                        happened(guarded(h.createQuery(ExecutionSql.STORE_ANEW), storing))
                                ? Optional.of(storing.with(storing.epoch() + 1, storing.state()))
                                : Optional.empty());
    }

    @Override
    public List<Execution> askCancel(TenantId tenant, JobId job) {
        return ofJob(ASK_CANCEL, tenant, job);
    }

    @Override
    public List<Execution> live(TenantId tenant, JobId job) {
        return ofJob(LIVE, tenant, job);
    }

    private List<Execution> ofJob(String sql, TenantId tenant, JobId job) {
        return jdbi.withHandle(
                h ->
                        list(
                                h.createQuery(sql)
                                        .bind("tenant", tenant.value())
                                        .bind("job", job.value())));
    }

    @Override
    public List<Execution> pastDeadline(int most) {
        return jdbi.withHandle(h -> list(h.createQuery(PAST_DEADLINE).bind("most", most)));
    }

    @Override
    public Optional<Execution> liveWithAttempt(UUID attempt) {
        return jdbi
                .withHandle(h -> list(h.createQuery(LIVE_WITH_ATTEMPT).bind("attempt", attempt)))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Route> next(Execution execution) {
        var tried =
                jdbi.withHandle(
                        h ->
                                h.createQuery(TRIED)
                                        .bind("tenant", execution.tenant().value())
                                        .bind("job", execution.job().value())
                                        .bind("output", execution.output())
                                        .map(
                                                (row, _) ->
                                                        new RouteName(
                                                                row.getString("provider"),
                                                                row.getString("model")))
                                        .set());
        return routes.next(spec(execution.tenant(), execution.job()), tried);
    }

    @Override
    public JobSpec spec(TenantId tenant, JobId job) {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select spec from job where tenant_id = :t and id = :j")
                                .bind("t", tenant.value())
                                .bind("j", job.value())
                                .map((row, _) -> row.getString("spec"))
                                .map(json -> EventJson.read(json, JobSpec.class))
                                .one());
    }

    private static List<Execution> list(Query query) {
        return query.map((row, _) -> ExecutionRows.read(row)).list();
    }

    private static <S extends SqlStatement<S>> S guarded(S statement, Execution execution) {
        return statement
                .bind("tenant", execution.tenant().value())
                .bind("job", execution.job().value())
                .bind("output", execution.output())
                .bind("epoch", execution.epoch())
                .bind("state", execution.state().word())
                .bind(
                        "intended",
                        execution.state() instanceof Submitting(_, var intended) && intended);
    }

    private static boolean happened(Query query) {
        return query.mapTo(Integer.class).findOne().isPresent();
    }
}
