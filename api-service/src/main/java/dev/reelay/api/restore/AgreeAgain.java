package dev.reelay.api.restore;

import dev.reelay.api.sweep.Sweepers;
import dev.reelay.common.restore.Gap;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Brings the services together after their databases were set back, perhaps to different moments.
/// What they agreed on since the oldest of these is agreed on once more: none of it can happen
/// twice.
@Singleton
final class AgreeAgain {
    private static final Logger LOG = Logger.getLogger(AgreeAgain.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final PostgresGaps gaps;
    private final DisownJobs disown;
    private final Optional<Gap> gap;

    AgreeAgain(
            PostgresGaps gaps,
            DisownJobs disown,
            @ConfigProperty(name = "reelay.restore.gap") Optional<Gap> gap) {
        this.gaps = gaps;
        this.disown = disown;
        this.gap = gap;
    }

    /// Before events are shown or reports are read.
    void note(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        gap.flatMap(gaps::note)
                .ifPresent(
                        owed ->
                                LOG.warnf(
                                        "the databases were set back; again owed: jobs=%d"
                                                + " voids=%d top_ups=%d; files are looked for"
                                                + " of videos=%d",
                                        owed.jobs(), owed.voids(), owed.topUps(), owed.files()));
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        if (gap.isPresent()) {
            sweepers.start("disown", PAUSE, disown::all);
        }
    }
}
