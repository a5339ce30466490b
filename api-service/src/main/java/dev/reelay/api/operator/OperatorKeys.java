package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.IssueKey;
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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/tenants/{tenant}/keys`: keys of a tenant.
@Path("/admin/v1/tenants/{tenant}/keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorKeys {
    private static final List<String> DIALECTS =
            List.of("openai", "gptimage2", "newapi", "openrouter", "aigate", "a4f");

    private final OperatorGate gate;
    private final ReadBody bodies;
    private final IssueKey keys;

    OperatorKeys(OperatorGate gate, ReadBody bodies, IssueKey keys) {
        this.gate = gate;
        this.bodies = bodies;
        this.keys = keys;
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
        gate.pass(headers);
        try (var body =
                bodies.read(
                        content,
                        headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                        headers.getHeaderString(HttpHeaders.CONTENT_LENGTH))) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("name", "mode", "scopes", "dialect"));
            var issued =
                    keys.issue(
                                    OperatorBody.tenant(tenant),
                                    OperatorBody.text(fields, "name"),
                                    OperatorBody.mode(OperatorBody.text(fields, "mode")),
                                    OperatorBody.scopes(fields),
                                    dialect(fields))
                            .orElseThrow(() -> unknown("tenant"));
            return Response.status(201)
                    .entity(new KeyView(issued.id().toString(), issued.text()))
                    .build();
        }
    }

    private static @Nullable String dialect(Fields fields) {
        var dialect = fields.text("dialect");
        if (dialect != null && !DIALECTS.contains(dialect)) {
            throw invalid("dialect", "must be one of " + String.join(", ", DIALECTS));
        }
        return dialect;
    }

    @DELETE
    @Path("{key}")
    public Response revoke(
            @Context HttpHeaders headers,
            @PathParam("tenant") String tenant,
            @PathParam("key") String key) {
        gate.pass(headers);
        if (!keys.revoke(OperatorBody.tenant(tenant), OperatorBody.uuid(key, "key"))) {
            throw unknown("key");
        }
        return Response.noContent().build();
    }

    private static GatewayException unknown(String what) {
        return new GatewayException(new GatewayError.NotFound(what));
    }
}
