package dev.reelay.api.signin;

import dev.reelay.api.sweep.Sweeper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Removes sessions and links that have ended.
@Singleton
final class ForgetSessions {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final PostgresSessions rows;
    private @Nullable Sweeper sweeper;

    ForgetSessions(PostgresSessions rows) {
        this.rows = rows;
    }

    void start(@Observes StartupEvent event) {
        sweeper = Sweeper.start("sessions", PAUSE, rows::forget);
    }

    void stop(@Observes ShutdownEvent event) {
        if (sweeper != null) {
            sweeper.close();
        }
    }
}
