package dev.reelay.worker.execution;

import dev.reelay.worker.execution.PostgresTimers.Look;
import dev.reelay.worker.pace.ClipKind;
import dev.reelay.worker.pace.LearnPace;
import dev.reelay.worker.pace.Looks;
import dev.reelay.worker.pace.SeenDone;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.Routes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// When to look at an execution's render, and what is learned from its end.
@Singleton
class PaceExecutions {
    private final LearnPace pace;
    private final Routes routes;

    PaceExecutions(LearnPace pace, Routes routes) {
        this.pace = pace;
        this.routes = routes;
    }

    Looks looks(Execution execution) {
        return pace.looks(kind(execution), usual(execution));
    }

    void working(Execution execution, Look look) {
        pace.working(kind(execution), usual(execution), look.before(), look.at());
    }

    void learn(Execution execution, Look look, Finished answer) {
        pace.note(
                kind(execution),
                usual(execution),
                new SeenDone(look.before(), look.at(), look.rung(), look.number(), answer.took()));
    }

    private Duration usual(Execution execution) {
        return Duration.ofSeconds(routes.expectedSeconds(execution.ordered().model()));
    }

    private ClipKind kind(Execution execution) {
        var ordered = execution.ordered();
        var route = execution.route();
        return new ClipKind(
                route.provider(),
                route.model(),
                ordered.resolution(),
                routes.seconds(ordered.model(), ordered.seconds(), route.name()));
    }
}
