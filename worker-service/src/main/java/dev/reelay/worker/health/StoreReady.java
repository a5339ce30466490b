package dev.reelay.worker.health;

import dev.reelay.worker.role.Role;
import dev.reelay.worker.role.Roles;
import dev.reelay.worker.store.S3Objects;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import software.amazon.awssdk.core.exception.SdkException;

/// To render needs the object store: without it no clip comes home. The answer is kept for some
/// seconds, so that probes cost nothing.
@Readiness
@Singleton
class StoreReady implements HealthCheck {
    private static final Duration KEPT = Duration.ofSeconds(5);

    /// What was found, and when.
    private record Seen(String why, long at) {
        boolean fresh() {
            return System.nanoTime() - at < KEPT.toNanos();
        }
    }

    private final S3Objects objects;
    private final boolean needed;
    private volatile Seen seen;

    StoreReady(S3Objects objects, Roles roles) {
        this.objects = objects;
        needed = roles.has(Role.RENDER);
        seen = new Seen("not looked yet", System.nanoTime() - KEPT.toNanos());
    }

    @Override
    public HealthCheckResponse call() {
        var now = seen;
        if (needed && !now.fresh()) {
            now = look();
            seen = now;
        }
        var ready = !needed || now.why().isEmpty();
        var answer = HealthCheckResponse.named("object store").status(ready);
        return ready ? answer.build() : answer.withData("why", now.why()).build();
    }

    private Seen look() {
        try {
            objects.check();
            return new Seen("", System.nanoTime());
        } catch (SdkException e) {
            return new Seen(e.getClass().getSimpleName(), System.nanoTime());
        }
    }
}
