package dev.reelay.worker.provider;

import dev.reelay.common.event.JobSpec;
import jakarta.inject.Singleton;
import java.util.UUID;

/// Puts together what is sent for one output to one route; the same every time.
@Singleton
public class PrepareAttempt {
    private final Routes routes;
    private final Callbacks callbacks;

    public PrepareAttempt(Routes routes, Callbacks callbacks) {
        this.routes = routes;
        this.callbacks = callbacks;
    }

    public SubmitAttempt attempt(UUID id, JobSpec spec, int output, Route route) {
        return new SubmitAttempt(
                id,
                spec,
                output,
                route.model(),
                routes.seconds(spec, route),
                callbacks.of(route.provider(), id));
    }
}
