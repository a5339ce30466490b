package dev.reelay.api.operator;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.operator.Operator.Role;
import dev.reelay.api.request.Address;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Before each operators' route: who asks, and whether they may.
@Singleton
public final class AdmitOperators {
    // A filter is made before there is any configuration.
    private final Instance<OperatorGate> gate;
    private final CurrentOperator current;

    AdmitOperators(Instance<OperatorGate> gate, CurrentOperator current) {
        this.gate = gate;
        this.current = current;
    }

    @ServerRequestFilter
    public void admit(ContainerRequestContext request) {
        if (!Address.isUnder("/admin", Address.of(request).whole())) {
            return;
        }
        var operator = gate.get().identify(request::getHeaderString);
        if (operator.role() == Role.AUDITOR && !request.getMethod().equals(HttpMethod.GET)) {
            throw new GatewayException(new GatewayError.MissingScope("operator"));
        }
        current.set(operator);
    }
}
