package dev.reelay.api.signin;

import dev.reelay.api.sweep.Sweepers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Removes sessions and links that have ended.
@Singleton
final class ForgetSessions {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final PostgresSessions rows;

    ForgetSessions(PostgresSessions rows) {
        this.rows = rows;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("sessions", PAUSE, rows::forget);
    }
}
