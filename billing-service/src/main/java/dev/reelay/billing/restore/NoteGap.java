package dev.reelay.billing.restore;

import dev.reelay.common.restore.Gap;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Notes that the books were set back, before the first report is read.
@Singleton
class NoteGap {
    private static final Logger LOG = Logger.getLogger(NoteGap.class);

    private final PostgresGaps gaps;
    private final Optional<Gap> gap;

    NoteGap(PostgresGaps gaps, @ConfigProperty(name = "reelay.restore.gap") Optional<Gap> gap) {
        this.gaps = gaps;
        this.gap = gap;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        gap.filter(gaps::note)
                .ifPresent(noted -> LOG.warnf("the books were set back gap=%s", noted));
    }
}
