package dev.reelay.api.submission;

import dev.reelay.api.sweep.Sweeper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Shows the other replicas that this one is there: a lock that its connection holds, which the
/// database frees the moment the process has gone, however it went.
@Singleton
final class PostgresPresence {
    private static final Duration LOOKED_AFTER = Duration.ofSeconds(2);

    private final long replica = new SecureRandom().nextLong();
    private final Jdbi jdbi;
    private @Nullable Handle holding;
    private @Nullable Sweeper sweeper;

    PostgresPresence(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void start(@Observes StartupEvent event) {
        sweeper = Sweeper.start("presence", LOOKED_AFTER, this::hold);
    }

    void stop(@Observes ShutdownEvent event) {
        if (sweeper != null) {
            sweeper.close();
        }
        if (holding != null) {
            holding.close();
        }
    }

    /// This process among all that were ever started.
    long replica() {
        return replica;
    }

    /// Keeps the lock, on another connection where the database ended the one it was on.
    private void hold() {
        var held = holding;
        if (held != null && answers(held)) {
            return;
        }
        holding = null;
        var handle = jdbi.open();
        try {
            handle.execute("select pg_advisory_lock(?)", replica);
        } catch (JdbiException e) {
            handle.close();
            throw e;
        }
        holding = handle;
    }

    private static boolean answers(Handle handle) {
        try {
            handle.execute("select 1");
            return true;
        } catch (JdbiException e) {
            handle.close();
            return false;
        }
    }
}
