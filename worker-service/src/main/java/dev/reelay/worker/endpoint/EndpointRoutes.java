package dev.reelay.worker.endpoint;

import dev.reelay.address.AddressPolicy;
import dev.reelay.common.id.EndpointId;
import dev.reelay.worker.internal.Caller;
import dev.reelay.worker.internal.Page;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.internal.Refused.Unknown;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal/tenants/…/endpoints`: register, look up, change and remove.
@Path("/internal/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class EndpointRoutes {
    private static final Logger LOG = Logger.getLogger(EndpointRoutes.class);
    private static final int LONGEST_KEY = 255;

    private final PostgresEndpoints endpoints;
    private final AddressPolicy addresses;

    EndpointRoutes(PostgresEndpoints endpoints, AddressPolicy addresses) {
        this.endpoints = endpoints;
        this.addresses = addresses;
    }

    /// That it is gone.
    public record Deleted(String id, String object, boolean deleted) {}

    @POST
    @Path("endpoints")
    public Response register(
            @PathParam("tenant") String tenantId,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable String body) {
        var tenant = Caller.tenant(tenantId);
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new Invalid("Idempotency-Key", "must have 1 to 255 characters");
        }
        var made = endpoints.register(tenant, EndpointRequest.toCreate(body, addresses), key);
        if (made.isNew()) {
            LOG.infof("An endpoint was registered; tenant=%s endpoint=%s", tenant, made.endpoint());
        }
        return Response.status(made.isNew() ? 201 : 200).entity(made.endpoint()).build();
    }

    @GET
    @Path("endpoints")
    public Page<Endpoint> list(
            @PathParam("tenant") String tenantId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limitText) {
        var limit = Page.limit(limitText);
        var found = endpoints.list(Caller.tenant(tenantId), position(after), limit + 1);
        return Page.of(found, limit, Endpoint::id);
    }

    private static @Nullable EndpointId position(@Nullable String after) {
        return after == null
                ? null
                : EndpointId.parse(after)
                        .orElseThrow(() -> new Invalid("after", "must be the id of an endpoint"));
    }

    @GET
    @Path("endpoints/{endpoint}")
    public Endpoint endpoint(
            @PathParam("tenant") String tenantId, @PathParam("endpoint") String endpointId) {
        return endpoints.find(Caller.tenant(tenantId), id(endpointId)).orElseThrow(Unknown::new);
    }

    @PATCH
    @Path("endpoints/{endpoint}")
    public Endpoint change(
            @PathParam("tenant") String tenantId,
            @PathParam("endpoint") String endpointId,
            @Nullable String body) {
        var tenant = Caller.tenant(tenantId);
        var asked = EndpointRequest.toChange(body, addresses);
        return endpoints.change(tenant, id(endpointId), asked).orElseThrow(Unknown::new);
    }

    @DELETE
    @Path("endpoints/{endpoint}")
    public Deleted delete(
            @PathParam("tenant") String tenantId, @PathParam("endpoint") String endpointId) {
        var tenant = Caller.tenant(tenantId);
        if (!endpoints.delete(tenant, id(endpointId))) {
            throw new Unknown();
        }
        LOG.infof("An endpoint was removed; tenant=%s endpoint=%s", tenant, endpointId);
        return new Deleted(endpointId, "webhook.endpoint.deleted", true);
    }

    private static EndpointId id(String text) {
        return EndpointId.parse(text).orElseThrow(Unknown::new);
    }
}
