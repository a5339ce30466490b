package dev.reelay.api.restore;

import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.restore.PostgresFileChecks.Due;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.store.StoreAwayException;
import dev.reelay.api.sweep.Sweepers;
import dev.reelay.common.event.JobReport.Output;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Looks for the files of videos that completed while the store, or the database, may have
/// forgotten something. What nobody brings back in time was paid for and cannot be had, so it is
/// refunded.
@Singleton
final class LookForFiles {
    private static final Logger LOG = Logger.getLogger(LookForFiles.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int AT_ONCE = 50;
    private static final String REASON =
            "the files were lost when the service was restored from a backup";

    private final PostgresFileChecks checks;
    private final PostgresJobs jobs;
    private final ObjectStore store;
    private final RefundJob refunds;
    private final Duration patience;

    /// @param patience how long somebody may take to bring files back
    LookForFiles(
            PostgresFileChecks checks,
            PostgresJobs jobs,
            ObjectStore store,
            RefundJob refunds,
            @ConfigProperty(name = "reelay.restore.files-awaited", defaultValue = "PT24H")
                    Duration patience) {
        this.checks = checks;
        this.jobs = jobs;
        this.store = store;
        this.refunds = refunds;
        this.patience = patience;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("lost-files", PAUSE, this::sweep);
    }

    /// Looks for all that are due.
    void sweep() {
        try {
            for (var due = checks.claim(AT_ONCE); !due.isEmpty(); due = checks.claim(AT_ONCE)) {
                due.forEach(this::look);
            }
        } catch (StoreAwayException e) {
            LOG.warnf("files are looked for when the store answers cause=%s", e.getMessage());
        }
    }

    private void look(Due due) {
        var job = jobs.find(due.tenant(), due.job());
        if (job.filter(LookForFiles::hasFiles).filter(this::lacksFiles).isEmpty()) {
            checks.over(due);
        } else if (due.missing() == null || due.missing().compareTo(patience) < 0) {
            LOG.errorf("files of a completed job are missing job=%s", due.job());
            checks.missed(due, patience.compareTo(LONGEST) < 0 ? patience : LONGEST);
        } else {
            refunds.refund(due.job(), REASON);
            checks.over(due);
        }
    }

    /// A deleted job is not found; those of an expired one are gone by right.
    private static boolean hasFiles(Job job) {
        return job.state() == JobState.COMPLETED && !job.filesGone();
    }

    private boolean lacksFiles(Job job) {
        return job.outputs().stream()
                .flatMap(LookForFiles::keys)
                .anyMatch(key -> store.head(key).isEmpty());
    }

    private static Stream<String> keys(Output output) {
        return Stream.of(output.key(), output.thumbnailKey(), output.spritesheetKey())
                .filter(Objects::nonNull);
    }
}
