package dev.reelay.api.audit;

import dev.reelay.api.request.Route;
import jakarta.ws.rs.container.ContainerRequestContext;

/// Who may act at some of the routes.
public interface Actors {
    /// Whether what changes something there is recorded, and these know by whom.
    boolean own(Route route);

    /// Throws {@link dev.reelay.api.error.GatewayException} where nobody asks whom we know: that is
    /// no action.
    Acting of(ContainerRequestContext request);
}
