package dev.reelay.api.operator;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.operator.Operator.Role;
import dev.reelay.api.request.Route;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Before each operators' route, however its path was spelled: who asks, and whether they may. What
/// they may not is recorded between the two, so that it is seen who tried.
@Singleton
public final class AdmitOperators {
    /// Below this are the operators' routes, and no others.
    static final String ROOT = "/admin";

    // A filter is made before there is any configuration.
    private final Instance<OperatorGate> gate;
    private final CurrentOperator current;

    AdmitOperators(Instance<OperatorGate> gate, CurrentOperator current) {
        this.gate = gate;
        this.current = current;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void admit(ContainerRequestContext request, ResourceInfo resource) {
        if (Route.of(resource).isUnder(ROOT)) {
            current.set(gate.get().identify(request::getHeaderString));
        }
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    public void refuseChanges(ContainerRequestContext request, ResourceInfo resource) {
        if (Route.of(resource).isUnder(ROOT)
                && current.get().role() == Role.AUDITOR
                && !request.getMethod().equals(HttpMethod.GET)) {
            throw new GatewayException(new GatewayError.MissingScope("operator"));
        }
    }
}
