package dev.reelay.api.operator;

import dev.reelay.api.audit.Acting;
import dev.reelay.api.audit.Actors;
import dev.reelay.api.request.Route;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/// Operators act at all of their routes, on what is of the tenant that the path names, by its own
/// id or by that of a job.
@Singleton
public final class OperatorActors implements Actors {
    private final CurrentOperator current;
    private final PostgresTenants tenants;

    OperatorActors(CurrentOperator current, PostgresTenants tenants) {
        this.current = current;
        this.tenants = tenants;
    }

    @Override
    public boolean own(Route route) {
        return route.isUnder(AdmitOperators.ROOT);
    }

    @Override
    public Acting of(ContainerRequestContext request) {
        var operator = current.get();
        return new Acting(
                Acting.Kind.OPERATOR, operator.name(), operator.role().word(), tenant(request));
    }

    private @Nullable TenantId tenant(ContainerRequestContext request) {
        var named = request.getUriInfo().getPathParameters();
        var tenant = named.getFirst("tenant");
        if (tenant != null) {
            return OperatorBody.uuid(tenant).map(TenantId::new).orElse(null);
        }
        var job = named.getFirst("job");
        return job == null ? null : OperatorBody.job(job).flatMap(tenants::ofJob).orElse(null);
    }
}
