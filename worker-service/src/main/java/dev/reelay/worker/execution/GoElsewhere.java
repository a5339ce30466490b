package dev.reelay.worker.execution;

import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.provider.Routes;
import dev.reelay.worker.provider.VideoProvider;
import jakarta.inject.Singleton;

/// Says whether a job whose provider gave it up can be made by the model's next route: somebody
/// wants it still, a usual render fits before its deadline, an account serves that route, the
/// operator does not pay twice, and the database was not set back since.
@Singleton
class GoElsewhere {
    private final PostgresElsewhere store;
    private final Executions executions;
    private final Providers providers;
    private final Routes routes;

    GoElsewhere(
            PostgresElsewhere store, Executions executions, Providers providers, Routes routes) {
        this.store = store;
        this.executions = executions;
        this.providers = providers;
        this.routes = routes;
    }

    /// What a look saw, and whether the job can be made elsewhere after it.
    Polled polled(Execution execution, PollAnswer answer) {
        return new Polled(
                answer,
                ExecutionMachine.isProvidersFault(answer)
                        && !execution.restored()
                        && isOpen(execution));
    }

    private boolean isOpen(Execution execution) {
        var givenUp = store.read(execution);
        return givenUp.fits()
                && isAffordable(execution, givenUp.charged())
                && executions.next(execution).filter(routes::isServed).isPresent();
    }

    private boolean isAffordable(Execution execution, boolean charged) {
        return providers
                .use(execution.route().provider())
                .rerouteAfterFailure()
                .orElseGet(() -> !charged && isFree(execution));
    }

    private boolean isFree(Execution execution) {
        return providers
                .find(execution.usedAccount())
                .map(VideoProvider::failuresAreFree)
                .orElse(false);
    }
}
