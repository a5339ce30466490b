package dev.reelay.worker.webhook;

import dev.reelay.common.id.DeliveryId;
import dev.reelay.common.id.EndpointId;
import dev.reelay.worker.internal.Caller;
import dev.reelay.worker.internal.Page;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.internal.Refused.Unknown;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `/internal/tenants/…/deliveries`: what came of events, and sending them again.
@Path("/internal/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class DeliveryRoutes {
    private static final int ACCEPTED = 202;

    private final PostgresDeliveryLog log;
    private final DeliverWebhooks deliver;

    DeliveryRoutes(PostgresDeliveryLog log, DeliverWebhooks deliver) {
        this.log = log;
        this.deliver = deliver;
    }

    /// What a test became.
    public record Tested(String delivery) {}

    /// How many are sent again.
    public record Replayed(int count) {}

    @POST
    @Path("endpoints/{endpoint}/test")
    public Response test(
            @PathParam("tenant") String tenantId, @PathParam("endpoint") String endpointId) {
        var tenant = Caller.tenant(tenantId);
        var endpoint = EndpointId.parse(endpointId).orElseThrow(Unknown::new);
        var delivery =
                log.test(tenant, endpoint, TestEvent.of(endpoint, Instant.now()))
                        .orElseThrow(Unknown::new);
        deliver.soon();
        return Response.status(ACCEPTED).entity(new Tested(delivery.toString())).build();
    }

    @GET
    @Path("deliveries")
    public Response list(
            @PathParam("tenant") String tenantId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limitText,
            @Context UriInfo uri) {
        var limit = Page.limit(limitText);
        var filter = DeliveryFilter.ofQuery(uri.getQueryParameters());
        var found = log.list(Caller.tenant(tenantId), filter, position(after), limit + 1);
        return Response.ok(Page.of(found, limit, DeliveryView::id)).build();
    }

    private static @Nullable DeliveryId position(@Nullable String after) {
        return after == null
                ? null
                : DeliveryId.parse(after)
                        .orElseThrow(() -> new Invalid("after", "must be the id of a delivery"));
    }

    @GET
    @Path("deliveries/{delivery}")
    public Response delivery(
            @PathParam("tenant") String tenantId, @PathParam("delivery") String deliveryId) {
        var found = log.find(Caller.tenant(tenantId), id(deliveryId)).orElseThrow(Unknown::new);
        return Response.ok(found).build();
    }

    @POST
    @Path("deliveries/{delivery}/replay")
    public Response replay(
            @PathParam("tenant") String tenantId, @PathParam("delivery") String deliveryId) {
        var again = log.replay(Caller.tenant(tenantId), id(deliveryId));
        deliver.soon();
        return Response.status(ACCEPTED).entity(again).build();
    }

    @POST
    @Path("deliveries/replay")
    public Replayed replayAll(@PathParam("tenant") String tenantId, @Nullable String body) {
        var tenant = Caller.tenant(tenantId);
        var members = DeliveryFilter.replay(body);
        var filter = DeliveryFilter.ofReplay(members);
        if (members.flag("dry_run").orElse(false)) {
            return new Replayed(log.count(tenant, filter));
        }
        var count = log.replay(tenant, filter);
        deliver.soon();
        return new Replayed(count);
    }

    private static DeliveryId id(String text) {
        return DeliveryId.parse(text).orElseThrow(Unknown::new);
    }
}
