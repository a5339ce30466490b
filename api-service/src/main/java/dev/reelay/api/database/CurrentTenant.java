package dev.reelay.api.database;

import dev.reelay.common.id.TenantId;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Whose request is being answered, for the database to show no others' rows.
@Singleton
public final class CurrentTenant {
    private static final String KEY = CurrentTenant.class.getName();

    private final CurrentVertxRequest request;

    CurrentTenant(CurrentVertxRequest request) {
        this.request = request;
    }

    /// From now on, to the end of the request. Outside of one nobody is noted.
    public void is(TenantId tenant) {
        current().ifPresent(exchange -> exchange.put(KEY, tenant));
    }

    /// Empty outside of requests, for operators, and where nobody has said yet who asks.
    Optional<TenantId> find() {
        return current().map(exchange -> exchange.get(KEY));
    }

    private Optional<RoutingContext> current() {
        return Arc.container().requestContext().isActive()
                ? Optional.ofNullable(request.getCurrent())
                : Optional.empty();
    }
}
