package dev.reelay.worker.finding;

import dev.reelay.common.finding.Checkup;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Runs the checks of this service's database.
@Singleton
class PostgresFindings {
    private final Jdbi jdbi;

    PostgresFindings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Checkup checkup() {
        return jdbi.withHandle(PostgresFindings::checkup);
    }

    static Checkup checkup(Handle db) {
        return Checkup.of(WorkerChecks.ALL, sql -> db.createQuery(sql).mapTo(String.class).list());
    }
}
