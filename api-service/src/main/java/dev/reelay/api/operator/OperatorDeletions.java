package dev.reelay.api.operator;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.deletion.Deletion;
import dev.reelay.api.deletion.PostgresDeletion;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.tenant.PostgresTenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `DELETE /admin/v1/tenants/{tenant}`: a tenant's end, and how far it is.
@Path("/admin/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorDeletions {
    private final ReadBody bodies;
    private final PostgresTenants tenants;
    private final PostgresDeletion deletion;
    private final IdentifyCaller callers;

    OperatorDeletions(
            ReadBody bodies,
            PostgresTenants tenants,
            PostgresDeletion deletion,
            IdentifyCaller callers) {
        this.bodies = bodies;
        this.tenants = tenants;
        this.deletion = deletion;
        this.callers = callers;
    }

    /// @param state `deleting` or `deleted`
    public record DeletionView(
            String tenant, String state, long askedAt, @Nullable Long deletedAt, LeftView left) {
        static DeletionView of(Deletion deletion) {
            var doneAt = deletion.doneAt();
            return new DeletionView(
                    deletion.tenant().toString(),
                    doneAt == null ? "deleting" : "deleted",
                    deletion.askedAt().getEpochSecond(),
                    doneAt == null ? null : doneAt.getEpochSecond(),
                    LeftView.of(deletion.left()));
        }
    }

    public record LeftView(long keys, long videos, long uploads, long exports) {
        static LeftView of(Deletion.Left left) {
            return new LeftView(left.keys(), left.videos(), left.uploads(), left.exports());
        }
    }

    /// Its reason is for the audit log.
    @DELETE
    @Consumes(MediaType.WILDCARD)
    public Response delete(
            @Context HttpHeaders headers, @PathParam("tenant") String id, InputStream content) {
        var tenant = OperatorBody.existing(tenants, id);
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("reason"));
            OperatorBody.text(fields, "reason");
        }
        var begun = deletion.ask(tenant).orElseThrow(OperatorDeletions::notSuspended);
        callers.forget(tenant);
        return Response.accepted(DeletionView.of(begun)).build();
    }

    private static GatewayException notSuspended() {
        return new GatewayException(
                new GatewayError.NotNow("only a suspended tenant can be deleted"));
    }

    @GET
    @Path("deletion")
    public DeletionView get(@PathParam("tenant") String id) {
        return deletion.find(OperatorBody.tenant(id))
                .map(DeletionView::of)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("deletion")));
    }
}
