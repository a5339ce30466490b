package dev.reelay.worker.execution;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.common.event.ProviderCall.Outcome;
import dev.reelay.worker.execution.ExecutionEvent.Found;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.provider.Heard;
import dev.reelay.worker.provider.Heard.Forged;
import dev.reelay.worker.provider.Heard.Genuine;
import dev.reelay.worker.provider.Heard.Unproven;
import dev.reelay.worker.provider.PrepareAttempt;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.Providers;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Hears a callback that proves itself. It has the attempt looked at now, and where the answer of
/// the submit was lost it brings home which task is the attempt's. What became of that the poll
/// says, never the callback.
@Singleton
class HearCallback {
    private static final Logger LOG = Logger.getLogger(HearCallback.class);

    private final Executions executions;
    private final AdvanceExecution advance;
    private final Providers providers;
    private final PrepareAttempt prepare;
    private final Timers timers;

    HearCallback(
            Executions executions,
            AdvanceExecution advance,
            Providers providers,
            PrepareAttempt prepare,
            Timers timers) {
        this.executions = executions;
        this.advance = advance;
        this.providers = providers;
        this.prepare = prepare;
        this.timers = timers;
    }

    Outcome hear(UUID attempt, ProviderCall call) {
        var found = executions.liveWithAttempt(attempt);
        if (found.isEmpty()) {
            return Outcome.UNPROVEN; // it has ended, or there was none: nothing is looked at
        }
        var execution = found.get();
        return switch (heard(execution, attempt, call)) {
            case Genuine(var tasks) -> genuine(execution, attempt, tasks);
            case Forged(var why) -> forged(execution, why);
            case Unproven() -> Outcome.UNPROVEN;
        };
    }

    private Heard heard(Execution execution, UUID attempt, ProviderCall call) {
        var provider = providers.find(execution.usedAccount());
        if (provider.isEmpty()) {
            return new Unproven(); // another worker can use this account
        }
        var spec = executions.spec(execution.tenant(), execution.job());
        var sent = prepare.attempt(attempt, spec, execution.output(), execution.route());
        return provider.get().hear(sent, call);
    }

    private Outcome genuine(Execution execution, UUID attempt, List<ProviderTask> tasks) {
        return switch (execution.state()) {
            case Submitting _ -> Outcome.EARLY;
            case Unknown _ when tasks.isEmpty() -> forged(execution, "it names no task");
            case Unknown _ -> {
                advance.apply(execution, new Found(tasks.getFirst()));
                timers.ring(attempt);
                yield Outcome.GENUINE;
            }
            case InProgress(_, var task) when !tasks.contains(task) ->
                    forged(execution, "it tells of another task");
            case InProgress _ -> {
                timers.ring(attempt);
                yield Outcome.GENUINE;
            }
            case Queued _, Storing _ -> Outcome.GENUINE; // there is nothing to look at
        };
    }

    private static Outcome forged(Execution execution, String why) {
        LOG.warnf("A callback was refused; execution=%s why=%s", execution, why);
        return Outcome.FORGED;
    }
}
