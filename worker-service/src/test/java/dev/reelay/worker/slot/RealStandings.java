package dev.reelay.worker.slot;

import org.jdbi.v3.core.Jdbi;

/// The routes about waiting jobs over a database, for tests of other features.
public final class RealStandings {
    private RealStandings() {}

    public static QueueRoutes routes(Jdbi jdbi) {
        return new QueueRoutes(new PostgresStandings(jdbi));
    }
}
