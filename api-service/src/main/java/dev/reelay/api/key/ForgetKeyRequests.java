package dev.reelay.api.key;

import dev.reelay.api.sweep.Sweeper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Forgets after a day by which request a key was made. From then on nobody can be told its text.
@Singleton
final class ForgetKeyRequests {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final PostgresKeyRequests requests;
    private @Nullable Sweeper sweeper;

    ForgetKeyRequests(PostgresKeyRequests requests) {
        this.requests = requests;
    }

    void start(@Observes StartupEvent event) {
        sweeper = Sweeper.start("key-requests", PAUSE, requests::forget);
    }

    void stop(@Observes ShutdownEvent event) {
        if (sweeper != null) {
            sweeper.close();
        }
    }
}
