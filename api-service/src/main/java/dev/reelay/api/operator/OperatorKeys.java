package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.IssueKey;
import dev.reelay.api.key.KeyId;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.key.ReadKeySettings;
import dev.reelay.api.key.Scope;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.api.tenant.WorkspaceId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.EnumSet;

/// `/admin/v1/tenants/{tenant}/keys`: keys of a tenant.
@Path("/admin/v1/tenants/{tenant}/keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorKeys {
    private final ReadBody bodies;
    private final IssueKey keys;
    private final ReadKeySettings settings;
    private final PostgresTenants tenants;

    OperatorKeys(
            ReadBody bodies, IssueKey keys, ReadKeySettings settings, PostgresTenants tenants) {
        this.tenants = tenants;
        this.bodies = bodies;
        this.keys = keys;
        this.settings = settings;
    }

    /// @param key shown this once
    public record KeyView(String id, String key) {
        @Override
        public String toString() {
            return "KeyView " + id;
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response issue(
            @Context HttpHeaders headers, @PathParam("tenant") String tenant, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(ReadKeySettings.MEMBERS);
            fields.required("mode");
            var owner = OperatorBody.existing(tenants, tenant);
            var issued =
                    keys.issue(
                                    owner,
                                    settings.read(
                                            fields,
                                            KeyMode.LIVE,
                                            EnumSet.allOf(Scope.class),
                                            WorkspaceId.first(owner)))
                            .orElseThrow(
                                    () ->
                                            invalid(
                                                    "workspace",
                                                    "must be one of the tenant's that is not"
                                                            + " archived"));
            return Response.status(201)
                    .entity(new KeyView(KeyId.text(issued.id()), issued.text()))
                    .build();
        }
    }

    @DELETE
    @Path("{key}")
    public Response revoke(@PathParam("tenant") String tenant, @PathParam("key") String key) {
        var known = KeyId.parse(key).orElseThrow(() -> unknown("key"));
        if (!keys.revoke(OperatorBody.tenant(tenant), known)) {
            throw unknown("key");
        }
        return Response.noContent().build();
    }

    private static GatewayException unknown(String what) {
        return new GatewayException(new GatewayError.NotFound(what));
    }
}
