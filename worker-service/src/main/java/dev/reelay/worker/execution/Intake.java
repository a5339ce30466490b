package dev.reelay.worker.execution;

import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.execution.ExecutionEvent.CancelAsked;
import dev.reelay.worker.execution.ExecutionEvent.NoRoute;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.provider.Routes;
import dev.reelay.worker.report.TellReports;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the api asks of the worker: make a job, or stop making it.
@Singleton
class Intake {
    /// Stands where a model has no route; no worker serves it.
    static final Route NOWHERE = new Route(0, ProviderQueue.of(""), "");

    private final PostgresIntake store;
    private final Executions executions;
    private final AdvanceExecution advance;
    private final Routes routes;
    private final TellReports reports;
    private final Bells bells;

    Intake(
            PostgresIntake store,
            Executions executions,
            AdvanceExecution advance,
            Routes routes,
            TellReports reports,
            Bells bells) {
        this.store = store;
        this.executions = executions;
        this.advance = advance;
        this.routes = routes;
        this.reports = reports;
        this.bells = bells;
    }

    /// Stores jobs with their executions. A job that is known stays as it is; its present state is
    /// told again.
    void store(List<JobSpec> specs) {
        Map<JobId, JobSpec> byId = new LinkedHashMap<>();
        specs.forEach(spec -> byId.putIfAbsent(spec.job(), spec));
        var jobs =
                byId.values().stream()
                        .map(
                                spec ->
                                        new PostgresIntake.Job(
                                                spec,
                                                routes.first(spec).orElse(NOWHERE),
                                                routes.expectedSeconds(spec)))
                        .toList();
        var fresh = store.store(jobs);
        jobs.stream()
                .filter(j -> j.route().equals(NOWHERE) && fresh.contains(j.spec().job()))
                .forEach(j -> refuse(j.spec()));
        bells.claims().ring();
        if (specs.stream().anyMatch(JobSpec::awaitsInputs)) {
            bells.inputs().ring();
        }
        byId.keySet().forEach(reports::tell);
    }

    private void refuse(JobSpec spec) {
        IntStream.range(0, spec.outputs())
                .mapToObj(
                        output ->
                                new Execution(
                                        spec.job(),
                                        spec.tenant(),
                                        output,
                                        0,
                                        new Queued(),
                                        NOWHERE,
                                        Ordered.of(spec),
                                        null,
                                        false,
                                        false))
                .forEach(execution -> advance.apply(execution, new NoRoute()));
    }

    /// Stops what can be stopped; the rest sees that it was asked when its own next step comes.
    void cancel(JobMessage.CancelAsked asked) {
        executions
                .askCancel(asked.tenant(), asked.job())
                .forEach(execution -> advance.apply(execution, new CancelAsked()));
        bells.timers().ring();
    }
}
