package dev.reelay.billing.alert;

import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jspecify.annotations.Nullable;

/// `/internal/tenants/{tenant}/alert`: when a tenant is told that its credits run low.
@Path("/internal/tenants/{tenant}/alert")
@RunOnVirtualThread
public class AlertRoutes {
    private final PostgresAlerts alerts;

    AlertRoutes(PostgresAlerts alerts) {
        this.alerts = alerts;
    }

    /// @param below zero for never
    public record Alert(Credits below, AccountMode mode) {
        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public Alert {
            if (below == null) {
                throw new IllegalArgumentException("below is missing");
            }
            if (mode == null) {
                throw new IllegalArgumentException("mode is live or test");
            }
        }
    }

    @PUT
    public Alert tellBelow(@PathParam("tenant") String tenantId, @Nullable Alert alert) {
        var tenant = MalformedRequest.unlessReadable("tenant", tenantId, TenantId::of);
        var asked = MalformedRequest.unlessPresent(alert);
        alerts.tellBelow(tenant, asked.mode(), asked.below());
        return asked;
    }
}
