package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.credit.Balance;
import dev.reelay.api.credit.Billing;
import dev.reelay.api.credit.Books;
import dev.reelay.api.credit.Entry;
import dev.reelay.api.credit.EntryQuery;
import dev.reelay.api.credit.TimeSpan;
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
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/tenants/{tenant}/…`: the credits of a tenant, as billing has them.
@Path("/admin/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorCredits {
    private final ReadBody bodies;
    private final PostgresTenants tenants;
    private final Billing billing;
    private final Books books;

    OperatorCredits(ReadBody bodies, PostgresTenants tenants, Billing billing, Books books) {
        this.books = books;
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
        var tenant = tenant(tenantId);
        var id = OperatorBody.id("grant", tenant, headers);
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("credits", "reason", "mode", "kind", "expires_at"));
            var credits = OperatorBody.credits(fields, "credits");
            var reason = OperatorBody.text(fields, "reason");
            var mode = OperatorBody.mode(fields.text("mode"));
            books.grant(tenant, id, credits, reason, mode, expiry(fields));
            return Response.status(201)
                    .entity(new GrantView(id.toString(), credits.toString()))
                    .build();
        }
    }

    /// Null for purchased credits, which never expire.
    private static @Nullable Instant expiry(Fields fields) {
        var kind = Objects.requireNonNullElse(fields.text("kind"), "purchased");
        var expiresAt = fields.text("expires_at");
        switch (kind) {
            case "purchased" -> {
                if (expiresAt != null) {
                    throw invalid("expires_at", "is for promotional credits");
                }
                return null;
            }
            case "promotional" -> {
                if (expiresAt == null) {
                    throw new GatewayException(new GatewayError.MissingField("expires_at"));
                }
                return TimeSpan.time("expires_at", expiresAt);
            }
            default -> throw invalid("kind", "must be purchased or promotional");
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

    private TenantId tenant(String id) {
        return OperatorBody.existing(tenants, id);
    }

    @GET
    @Path("balance")
    public Balance.View balance(
            @PathParam("tenant") String tenantId, @QueryParam("mode") @Nullable String mode) {
        return billing.balance(tenant(tenantId), OperatorBody.mode(mode)).view();
    }

    @GET
    @Path("entries")
    public OperatorPage<EntryView> entries(
            @PathParam("tenant") String tenantId,
            @QueryParam("mode") @Nullable String mode,
            @Context UriInfo uri) {
        var query = EntryQuery.read(uri.getQueryParameters());
        var found = books.entries(tenant(tenantId), OperatorBody.mode(mode), query);
        return OperatorPage.of(found, query.limit(), Entry::id, EntryView::of);
    }
}
