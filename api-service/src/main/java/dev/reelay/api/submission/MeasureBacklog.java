package dev.reelay.api.submission;

import dev.reelay.api.sweep.Sweepers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Tells operators what is left undone: seconds that the oldest job waits to be stored by the
/// worker, submissions still being accepted, voids that billing is owed.
@Singleton
final class MeasureBacklog {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final PostgresAbandonment abandonment;
    private volatile PostgresAbandonment.Backlog backlog = new PostgresAbandonment.Backlog(0, 0, 0);

    MeasureBacklog(PostgresAbandonment abandonment, MeterRegistry meters) {
        this.abandonment = abandonment;
        meters.gauge("reelay.jobs.oldest.unstored.seconds", this, m -> m.backlog.unstoredSeconds());
        meters.gauge("reelay.jobs.accepting", this, m -> m.backlog.accepting());
        meters.gauge("reelay.voids.owed", this, m -> m.backlog.voidsOwed());
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("backlog", PAUSE, () -> backlog = abandonment.backlog());
    }
}
