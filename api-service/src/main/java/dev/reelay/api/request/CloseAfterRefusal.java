package dev.reelay.api.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Closes the connection after an answer that says so. Without it the server would read, to no end,
/// the rest of a body that was refused for its length.
@Singleton
public final class CloseAfterRefusal {
    private static final int EARLY = 900;

    void register(@Observes Filters filters) {
        filters.register(CloseAfterRefusal::watch, EARLY);
    }

    private static void watch(RoutingContext request) {
        request.addEndHandler(_ -> closeIfSaid(request));
        request.next();
    }

    private static void closeIfSaid(RoutingContext request) {
        if ("close".equalsIgnoreCase(request.response().headers().get(HttpHeaders.CONNECTION))) {
            request.request().connection().close();
        }
    }
}
