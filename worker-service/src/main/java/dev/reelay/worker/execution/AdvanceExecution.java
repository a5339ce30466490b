package dev.reelay.worker.execution;

import dev.reelay.worker.execution.ExecutionState.Ended;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.execution.Outcome.GoesOn;
import dev.reelay.worker.execution.Outcome.Over;
import dev.reelay.worker.execution.Outcome.TooLate;
import dev.reelay.worker.execution.Step.NoteProgress;
import dev.reelay.worker.execution.Step.StopAtProvider;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.report.TellReports;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Lets an event act on an execution: the machine decides, the store writes, and what the change
/// makes possible is rung for.
@Singleton
class AdvanceExecution {
    private static final Logger LOG = Logger.getLogger(AdvanceExecution.class);

    private final Executions executions;
    private final Providers providers;
    private final TellReports reports;
    private final EndedMeter ended;
    private final Bells bells;

    AdvanceExecution(
            Executions executions,
            Providers providers,
            TellReports reports,
            EndedMeter ended,
            Bells bells) {
        this.executions = executions;
        this.providers = providers;
        this.reports = reports;
        this.ended = ended;
        this.bells = bells;
    }

    Outcome apply(Execution execution, ExecutionEvent event) {
        var step = ExecutionMachine.apply(execution.state(), event);
        if (step.leaves(execution.state())) {
            return new GoesOn(execution);
        }
        if (!executions.save(execution, step)) {
            return unsaved(execution, step);
        }
        return switch (step.next()) {
            case Live live -> {
                moved(execution, live, step);
                yield new GoesOn(execution.after(live));
            }
            case Ended end -> {
                ended(execution, end, step);
                yield new Over();
            }
        };
    }

    private Outcome unsaved(Execution execution, Step step) {
        if (step.next().equals(execution.state())) {
            return new GoesOn(execution); // too little progress to tell of
        }
        LOG.debugf("A step came too late; execution=%s", execution);
        return new TooLate();
    }

    private void moved(Execution execution, Live live, Step step) {
        switch (live) {
            case Queued _, Storing _ -> bells.claims().ring(); // of Storing, the slot is free
            case InProgress _ -> {
                bells.timers().ring();
                if (!live.equals(execution.state()) || step.then() instanceof NoteProgress) {
                    reports.tell(execution.job());
                }
            }
            case Unknown _ -> {
                LOG.warnf("The answer of a submit was lost; execution=%s", execution);
                bells.timers().ring();
            }
            case Submitting _ -> {}
        }
    }

    private void ended(Execution execution, Ended end, Step step) {
        LOG.debugf("An execution ended; execution=%s state=%s", execution, end.word());
        ended.count(execution.route().provider(), end.word());
        reports.tell(execution.job());
        bells.claims().ring();
        if (step.then() instanceof StopAtProvider
                && execution.state() instanceof InProgress(_, var task)) {
            stop(execution, task);
        }
    }

    /// Best effort: nobody waits for the clip any longer.
    void stop(Execution execution, ProviderTask task) {
        try {
            providers.find(execution.usedAccount()).ifPresent(p -> p.cancel(task));
        } catch (RuntimeException e) {
            LOG.warnf("A provider could not be told to stop; execution=%s why=%s", execution, e);
        }
    }
}
