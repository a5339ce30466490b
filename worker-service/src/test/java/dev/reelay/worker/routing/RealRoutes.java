package dev.reelay.worker.routing;

import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.Routes;
import org.jdbi.v3.core.Jdbi;

/// Routes over a database, for tests of other features.
public final class RealRoutes {
    private final KnownRouting known;
    private final Catalogue catalogue;
    private final PostgresRouting store;

    public RealRoutes(Catalogue catalogue, Jdbi jdbi, Work work) {
        this.catalogue = catalogue;
        store = new PostgresRouting(jdbi);
        known = new KnownRouting(store, work);
    }

    public Routes routes() {
        return new Routes(catalogue, known);
    }

    /// As an operator enters it.
    public RoutingRoutes entered() {
        return new RoutingRoutes(routes(), store, known);
    }

    /// Sees what has changed at once.
    public void refresh() {
        known.refresh();
    }
}
