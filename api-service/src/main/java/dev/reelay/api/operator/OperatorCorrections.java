package dev.reelay.api.operator;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.credit.Books;
import dev.reelay.api.credit.Books.Adjusted;
import dev.reelay.api.tenant.PostgresTenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/tenants/{tenant}/adjustments`: balances put right by hand. Large changes wait for a
/// second operator.
@Path("/admin/v1/tenants/{tenant}/adjustments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorCorrections {
    private static final int DECIMALS = 6;

    private final ReadBody bodies;
    private final PostgresTenants tenants;
    private final Books books;
    private final CurrentOperator operator;

    OperatorCorrections(
            ReadBody bodies, PostgresTenants tenants, Books books, CurrentOperator operator) {
        this.bodies = bodies;
        this.tenants = tenants;
        this.books = books;
        this.operator = operator;
    }

    /// @param credits a decimal string, below zero where some are taken back
    /// @param state `booked`, or `pending` until another operator approves
    public record AdjustmentView(
            String id,
            String credits,
            String mode,
            String state,
            String operator,
            @Nullable String approvedBy) {
        static AdjustmentView of(Adjusted adjusted) {
            return new AdjustmentView(
                    adjusted.id(),
                    BigDecimal.valueOf(adjusted.change(), DECIMALS)
                            .stripTrailingZeros()
                            .toPlainString(),
                    adjusted.mode(),
                    adjusted.state(),
                    adjusted.operator(),
                    adjusted.approvedBy());
        }
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
            var adjusted = books.adjust(tenant, id, change, reason, mode, by);
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
        return AdjustmentView.of(books.approve(tenant, adjustment, by));
    }
}
