package dev.reelay.worker.execution;

import dev.reelay.common.restore.Gap;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Keeps what the database has forgotten from being paid for twice, before anything is claimed or
/// read: whatever was unfinished when the backup was made may have been sent since.
@Singleton
class QuarantineExecutions {
    private static final Logger LOG = Logger.getLogger(QuarantineExecutions.class);

    private final PostgresQuarantine quarantine;
    private final Optional<Gap> gap;

    /// Not a mapping: one of the prefix `reelay.restore` would have but this.
    QuarantineExecutions(
            PostgresQuarantine quarantine,
            @ConfigProperty(name = "reelay.restore.gap") Optional<Gap> gap) {
        this.quarantine = quarantine;
        this.gap = gap;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        gap.ifPresent(
                forgotten ->
                        quarantine
                                .note(forgotten)
                                .ifPresent(
                                        count ->
                                                LOG.warnf(
                                                        "The database was set back; executions that are"
                                                                + " not sent again: %d",
                                                        count)));
    }
}
