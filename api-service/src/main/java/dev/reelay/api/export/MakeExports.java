package dev.reelay.api.export;

import dev.reelay.api.body.Spool;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.sweep.Sweepers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// Makes the exports that were asked for, one at a time in each replica, and removes them when
/// their time is over. One that could not be finished is begun anew.
@Singleton
final class MakeExports {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration REMOVAL_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_REMOVED = 100;

    private final PostgresExports exports;
    private final WriteExport write;
    private final ObjectStore store;
    private final ExportConfig config;

    MakeExports(
            PostgresExports exports, WriteExport write, ObjectStore store, ExportConfig config) {
        this.exports = exports;
        this.write = write;
        this.store = store;
        this.config = config;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("exports", PAUSE, this::makeNext);
        sweepers.start("purge-exports", REMOVAL_PAUSE, this::removeExpired);
    }

    private void makeNext() {
        exports.claim(LEASE).ifPresent(this::make);
    }

    private void make(Export export) {
        try (var spool = new Spool()) {
            var file = spool.newFile();
            write.write(export.tenant(), file, () -> exports.renew(export, LEASE));
            if (exports.renew(export, LEASE)) {
                store.put(export.key(), file, "application/zip");
                if (!exports.made(export, Files.size(file), config.kept())) {
                    store.delete(List.of(export.key()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void removeExpired() {
        for (var export : exports.expired(MOST_REMOVED)) {
            store.delete(List.of(export.key()));
            exports.remove(export);
        }
    }
}
