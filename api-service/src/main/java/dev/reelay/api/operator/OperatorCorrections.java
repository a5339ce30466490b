package dev.reelay.api.operator;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.credit.Adjustments;
import dev.reelay.api.tenant.PostgresTenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;

/// `/admin/v1/tenants/{tenant}/adjustments`: balances put right by hand. Large changes wait for a
/// second operator.
@Path("/admin/v1/tenants/{tenant}/adjustments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorCorrections {
    private final ReadBody bodies;
    private final PostgresTenants tenants;
    private final Adjustments adjustments;
    private final CurrentOperator operator;

    OperatorCorrections(
            ReadBody bodies,
            PostgresTenants tenants,
            Adjustments adjustments,
            CurrentOperator operator) {
        this.bodies = bodies;
        this.tenants = tenants;
        this.adjustments = adjustments;
        this.operator = operator;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response adjust(
            @Context HttpHeaders headers,
            @PathParam("tenant") String tenantId,
            InputStream content) {
        var tenant = OperatorBody.existing(tenants, tenantId);
        var id = OperatorBody.id("adjustment", tenant, headers);
        var by = operator.get().requiredName();
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("credits", "reason", "mode"));
            var change = OperatorBody.change(fields, "credits");
            var reason = OperatorBody.text(fields, "reason");
            var mode = OperatorBody.mode(fields.text("mode"));
            var adjusted = adjustments.adjust(tenant, id, change, reason, mode, by);
            return Response.status(201).entity(AdjustmentView.of(adjusted)).build();
        }
    }

    /// By another operator than the one who asked.
    @POST
    @Path("{adjustment}/approve")
    @Consumes(MediaType.WILDCARD)
    public AdjustmentView approve(
            @PathParam("tenant") String tenantId, @PathParam("adjustment") String adjustmentId) {
        var tenant = OperatorBody.existing(tenants, tenantId);
        var by = operator.get().requiredName();
        var adjustment = OperatorBody.uuid(adjustmentId, "adjustment");
        return AdjustmentView.of(adjustments.approve(tenant, adjustment, by));
    }

    @GET
    @Path("{adjustment}")
    public AdjustmentView adjustment(
            @PathParam("tenant") String tenantId, @PathParam("adjustment") String adjustmentId) {
        var tenant = OperatorBody.existing(tenants, tenantId);
        return AdjustmentView.of(
                adjustments.find(tenant, OperatorBody.uuid(adjustmentId, "adjustment")));
    }

    /// By any operator, also the one who asked. It can never be booked then.
    @POST
    @Path("{adjustment}/reject")
    @Consumes(MediaType.WILDCARD)
    public AdjustmentView reject(
            @Context HttpHeaders headers,
            @PathParam("tenant") String tenantId,
            @PathParam("adjustment") String adjustmentId,
            InputStream content) {
        var tenant = OperatorBody.existing(tenants, tenantId);
        var by = operator.get().requiredName();
        var adjustment = OperatorBody.uuid(adjustmentId, "adjustment");
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("reason"));
            var reason = OperatorBody.text(fields, "reason");
            return AdjustmentView.of(adjustments.reject(tenant, adjustment, by, reason));
        }
    }
}
