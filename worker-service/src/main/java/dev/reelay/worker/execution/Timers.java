package dev.reelay.worker.execution;

import dev.reelay.worker.provider.Doorbell;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// The doorbell of executions: makes the timer of an attempt due now. A ring for something that has
/// ended, or that is unknown, does nothing.
@Singleton
public class Timers implements Doorbell {
    private static final Logger LOG = Logger.getLogger(Timers.class);

    private final PostgresTimers timers;
    private final Bells bells;

    Timers(PostgresTimers timers, Bells bells) {
        this.timers = timers;
        this.bells = bells;
    }

    @Override
    public void ring(UUID attempt) {
        ring(List.of(attempt));
    }

    /// As {@link #ring(UUID)}, of several.
    void ring(Collection<UUID> attempts) {
        try {
            if (timers.ring(attempts)) {
                bells.timers().ring();
            }
        } catch (RuntimeException e) {
            LOG.warnf("Rings were lost, timers find it later; attempts=%s why=%s", attempts, e);
        }
    }
}
