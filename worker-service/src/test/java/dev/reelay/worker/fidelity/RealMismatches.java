package dev.reelay.worker.fidelity;

import org.jdbi.v3.core.Jdbi;

/// The routes about mismatches over a database, for tests of other features.
public final class RealMismatches {
    private RealMismatches() {}

    public static MismatchRoutes routes(Jdbi jdbi) {
        return new MismatchRoutes(new PostgresMismatches(jdbi));
    }
}
