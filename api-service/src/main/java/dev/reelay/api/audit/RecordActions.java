package dev.reelay.api.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.request.ClientAddress;
import dev.reelay.api.request.RequestIds;
import dev.reelay.api.request.Route;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/// Records what operators and owners do: before it is done, and what came of it before they are
/// told. What cannot be recorded is not done.
@Singleton
public final class RecordActions {
    private static final Logger LOG = Logger.getLogger(RecordActions.class);
    private static final String PROPERTY = "reelay.audit";
    private static final Set<String> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final int LONGEST_ERROR = 1000;

    /// Once it is known who asks, and before it is judged what they may: who tried is seen too.
    private static final int BETWEEN = (Priorities.AUTHENTICATION + Priorities.AUTHORIZATION) / 2;

    // A filter is made before there is any configuration.
    private final Instance<Actors> actors;
    private final Instance<PostgresAudit> audit;
    private final Instance<KeepBody> bodies;
    private final Instance<InstantSource> clock;
    private final Instance<ObjectMapper> json;
    private final CurrentVertxRequest exchange;

    RecordActions(
            @Any Instance<Actors> actors,
            Instance<PostgresAudit> audit,
            Instance<KeepBody> bodies,
            Instance<InstantSource> clock,
            Instance<ObjectMapper> json,
            CurrentVertxRequest exchange) {
        this.actors = actors;
        this.audit = audit;
        this.bodies = bodies;
        this.clock = clock;
        this.json = json;
        this.exchange = exchange;
    }

    @ServerRequestFilter(priority = BETWEEN)
    public void begin(ContainerRequestContext request, ResourceInfo resource) {
        if (READING.contains(request.getMethod())) {
            return;
        }
        var route = Route.of(resource);
        actors.stream()
                .filter(some -> some.own(route))
                .findFirst()
                .ifPresent(some -> begin(request, route, some.of(request)));
    }

    private void begin(ContainerRequestContext request, Route route, Acting by) {
        var current = exchange.getCurrent();
        var action =
                new Action(
                        AuditId.next(),
                        clock.get().instant(),
                        by,
                        request.getMethod() + " " + route.template(),
                        RedactBody.text(Objects.requireNonNullElse(current.request().path(), "")),
                        bodies.get().of(request),
                        ClientAddress.of(current),
                        RequestIds.of(current));
        try {
            audit.get().begin(action);
        } catch (RuntimeException e) {
            LOG.error("an action could not be recorded and is not done", e);
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
        request.setProperty(PROPERTY, action.id());
    }

    @ServerResponseFilter
    public void done(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(PROPERTY) instanceof AuditId id) {
            try {
                audit.get().done(id, response.getStatus(), error(response), clock.get().instant());
            } catch (RuntimeException e) {
                LOG.warn("what came of an action could not be recorded; it stays begun", e);
            }
        }
    }

    private @Nullable String error(ContainerResponseContext response) {
        if (response.getStatus() < 400 || !response.hasEntity()) {
            return null;
        }
        var said = json.get().valueToTree(response.getEntity()).at("/error/message").asText();
        var safe = RedactBody.text(said).replaceAll("\\p{Cntrl}", " ");
        return safe.substring(0, Math.min(safe.length(), LONGEST_ERROR));
    }
}
