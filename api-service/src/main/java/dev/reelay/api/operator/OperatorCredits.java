package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.credit.Billing;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/tenants/{tenant}/…`: the credits of a tenant, as billing has them.
@Path("/admin/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorCredits {
    private static final int LONGEST_KEY = 255;

    private final OperatorGate gate;
    private final ReadBody bodies;
    private final PostgresTenants tenants;
    private final Billing billing;

    OperatorCredits(OperatorGate gate, ReadBody bodies, PostgresTenants tenants, Billing billing) {
        this.gate = gate;
        this.bodies = bodies;
        this.tenants = tenants;
        this.billing = billing;
    }

    /// @param credits a decimal string
    public record GrantView(String id, String credits) {}

    @POST
    @Path("grants")
    @Consumes(MediaType.WILDCARD)
    public Response grant(
            @Context HttpHeaders headers,
            @PathParam("tenant") String tenantId,
            InputStream content) {
        gate.pass(headers);
        var tenant = tenant(tenantId);
        var id = grantId(tenant, headers.getHeaderString("Idempotency-Key"));
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("credits", "reason", "mode"));
            var credits = OperatorBody.credits(fields, "credits");
            var reason = OperatorBody.text(fields, "reason");
            billing.grant(tenant, id, credits, reason, OperatorBody.mode(fields.text("mode")));
            return Response.status(201)
                    .entity(new GrantView(id.toString(), credits.toString()))
                    .build();
        }
    }

    /// @param below a decimal string; 0 for never
    public record AlertView(String below, String mode) {}

    /// When the tenant is told by an event that its credits run low.
    @PUT
    @Path("alert")
    @Consumes(MediaType.WILDCARD)
    public AlertView alert(
            @Context HttpHeaders headers,
            @PathParam("tenant") String tenantId,
            InputStream content) {
        gate.pass(headers);
        var tenant = tenant(tenantId);
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("below", "mode"));
            var below = OperatorBody.creditsOrNone(fields, "below");
            var mode = OperatorBody.mode(fields.text("mode"));
            billing.tellBelow(tenant, mode, below);
            return new AlertView(below.toString(), mode.word());
        }
    }

    /// The same key of the same tenant is the same grant, so a repeat gives nothing twice.
    private static UUID grantId(TenantId tenant, @Nullable String key) {
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw invalid("Idempotency-Key", "is required as a header of at most 255 characters");
        }
        return UUID.nameUUIDFromBytes(
                ("grant/" + tenant + "/" + key).getBytes(StandardCharsets.UTF_8));
    }

    private TenantId tenant(String id) {
        var tenant = OperatorBody.tenant(id);
        if (tenants.find(tenant).isEmpty()) {
            throw new GatewayException(new GatewayError.NotFound("tenant"));
        }
        return tenant;
    }

    /// Decimal strings.
    public record BalanceView(String available, String held, String spent, String granted) {}

    @GET
    @Path("balance")
    public BalanceView balance(
            @Context HttpHeaders headers,
            @PathParam("tenant") String tenantId,
            @QueryParam("mode") @Nullable String mode) {
        gate.pass(headers);
        var balance = billing.balance(tenant(tenantId), OperatorBody.mode(mode));
        return new BalanceView(
                balance.available().toString(),
                balance.held().toString(),
                balance.spent().toString(),
                balance.granted().toString());
    }
}
