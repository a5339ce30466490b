package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.tenant.CallbackPolicy;
import dev.reelay.api.tenant.Plan;
import dev.reelay.api.tenant.PostgresPlans;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.api.tenant.Tenant;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/tenants`: tenants.
@Path("/admin/v1/tenants")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorTenants {
    private static final Set<String> CHANGEABLE =
            Set.of("name", "plan", "callback_mode", "suspended");

    private final ReadBody bodies;
    private final PostgresTenants tenants;
    private final PostgresPlans plans;
    private final IdentifyCaller callers;

    OperatorTenants(
            ReadBody bodies, PostgresTenants tenants, PostgresPlans plans, IdentifyCaller callers) {
        this.plans = plans;
        this.callers = callers;
        this.bodies = bodies;
        this.tenants = tenants;
    }

    public record TenantView(
            String id,
            String name,
            String plan,
            String callbackMode,
            boolean suspended,
            long createdAt) {
        static TenantView of(Tenant tenant) {
            return new TenantView(
                    tenant.id().toString(),
                    tenant.name(),
                    tenant.plan(),
                    tenant.callbackMode().word(),
                    tenant.suspended(),
                    tenant.createdAt().getEpochSecond());
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(@Context HttpHeaders headers, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("name", "plan", "callback_mode"));
            var name = OperatorBody.text(fields, "name");
            var mode = Objects.requireNonNullElse(mode(fields), CallbackPolicy.Mode.PUBLIC);
            var tenant = tenants.create(TenantId.next(), name, plan(fields), mode);
            return Response.status(201).entity(TenantView.of(tenant)).build();
        }
    }

    @GET
    @Path("{tenant}")
    public TenantView get(@PathParam("tenant") String id) {
        return TenantView.of(
                tenants.find(OperatorBody.tenant(id)).orElseThrow(OperatorTenants::unknown));
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("tenant"));
    }

    /// Why: there is no such tenant, or it is being deleted.
    private GatewayException unchanged(String id) {
        OperatorBody.existing(tenants, id);
        return new GatewayException(
                new GatewayError.NotNow("a tenant that is being deleted stays suspended"));
    }

    /// Counts at once in this process, and everywhere within about a second. Jobs that were
    /// accepted go on as they were.
    @PATCH
    @Path("{tenant}")
    @Consumes(MediaType.WILDCARD)
    public TenantView change(
            @Context HttpHeaders headers, @PathParam("tenant") String id, InputStream content) {
        var tenant = OperatorBody.tenant(id);
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(CHANGEABLE);
            var change =
                    new PostgresTenants.Change(
                            fields.has("name") ? OperatorBody.text(fields, "name") : null,
                            fields.has("plan") ? plan(fields) : null,
                            mode(fields),
                            fields.flag("suspended"));
            if (change.isNothing()) {
                throw new GatewayException(
                        new GatewayError.MalformedBody("name one of " + new TreeSet<>(CHANGEABLE)));
            }
            var changed = tenants.change(tenant, change).orElseThrow(() -> unchanged(id));
            callers.forget(tenant);
            return TenantView.of(changed);
        }
    }

    private static CallbackPolicy.@Nullable Mode mode(Fields fields) {
        var word = fields.text("callback_mode");
        return word == null
                ? null
                : CallbackPolicy.Mode.named(word)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "callback_mode",
                                                "must be public or registered-origins"));
    }

    private String plan(Fields fields) {
        var plan = OperatorBody.text(fields, "plan");
        var known = plans.all().stream().map(Plan::id).toList();
        if (!known.contains(plan)) {
            throw invalid("plan", "must be one of " + String.join(", ", known));
        }
        return plan;
    }

    @GET
    public OperatorPage<TenantView> list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var most = OperatorPaging.limit(limit);
        var found =
                tenants.page(
                        after == null ? null : new TenantId(OperatorPaging.cursor(after)),
                        most + 1);
        return OperatorPage.of(found, most, tenant -> tenant.id().toString(), TenantView::of);
    }
}
