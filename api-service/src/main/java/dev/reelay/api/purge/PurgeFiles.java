package dev.reelay.api.purge;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.store.StoreAwayException;
import dev.reelay.api.sweep.Sweepers;
import dev.reelay.api.upload.Uploads;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Removes the objects of deleted, expired and abandoned jobs, expired uploads, and prompts past
/// their time.
@Singleton
final class PurgeFiles {
    private static final Logger LOG = Logger.getLogger(PurgeFiles.class);
    private static final int MOST_AT_ONCE = 50;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_PROMPTS = 500;
    private static final Duration UPLOADS_PAUSE = Duration.ofSeconds(30);

    private final PostgresPurge purge;
    private final Uploads uploads;
    private final ObjectStore store;

    PurgeFiles(PostgresPurge purge, Uploads uploads, ObjectStore store) {
        this.purge = purge;
        this.uploads = uploads;
        this.store = store;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("purge", PAUSE, this::sweep);
        sweepers.start("purge-prompts", PAUSE, this::clearPrompts);
        sweepers.start("purge-uploads", UPLOADS_PAUSE, uploads::removeExpired);
    }

    private void sweep() {
        for (var due : purge.claim(MOST_AT_ONCE)) {
            try {
                remove("inputs/" + due.tenant() + "/" + due.job() + "/");
                remove("outputs/" + due.tenant() + "/" + due.job() + "/");
            } catch (StoreAwayException e) {
                LOG.warnf("files stay until the store answers cause=%s", e.getMessage());
                return;
            }
            purge.purged(due);
        }
    }

    private void clearPrompts() {
        int cleared;
        do {
            cleared = purge.clearPrompts(MOST_PROMPTS);
        } while (cleared == MOST_PROMPTS);
    }

    private void remove(String prefix) {
        for (var keys = store.list(prefix); !keys.isEmpty(); keys = store.list(prefix)) {
            store.delete(keys);
        }
    }
}
