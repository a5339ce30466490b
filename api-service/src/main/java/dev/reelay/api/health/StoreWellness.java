package dev.reelay.api.health;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.store.StoreAwayException;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// Without the store no file is taken or served; jobs without inputs go on.
@Wellness
@Singleton
final class StoreWellness implements HealthCheck {
    private final ObjectStore store;

    StoreWellness(ObjectStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("store").status(answers()).build();
    }

    private boolean answers() {
        try {
            return store.head("health").isEmpty();
        } catch (StoreAwayException e) {
            return false;
        }
    }
}
