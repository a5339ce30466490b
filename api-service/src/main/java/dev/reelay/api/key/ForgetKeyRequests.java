package dev.reelay.api.key;

import dev.reelay.api.sweep.Sweepers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Forgets after a day by which request a key was made. From then on nobody can be told its text.
@Singleton
final class ForgetKeyRequests {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final PostgresKeyRequests requests;

    ForgetKeyRequests(PostgresKeyRequests requests) {
        this.requests = requests;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("key-requests", PAUSE, requests::forget);
    }
}
