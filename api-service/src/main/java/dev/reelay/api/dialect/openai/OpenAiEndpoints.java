package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.api.address.ReadAddress;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.Scope;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.webhook.Webhooks;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.id.EndpointId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.jspecify.annotations.Nullable;

/// `/v1/webhooks/endpoints`: addresses that are told of all that happens to a tenant.
@Path("/v1/webhooks/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiEndpoints {
    private static final String ABOUT = "webhook endpoint";

    private final ReadCall calls;
    private final ReadAddress addresses;
    private final Webhooks webhooks;
    private final OpenAiSecrets secrets;

    OpenAiEndpoints(
            ReadCall calls, ReadAddress addresses, Webhooks webhooks, OpenAiSecrets secrets) {
        this.calls = calls;
        this.addresses = addresses;
        this.webhooks = webhooks;
        this.secrets = secrets;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(@Context HttpHeaders headers, InputStream content) {
        var caller = calls.caller(headers, Scope.JOBS_WRITE);
        var key = headers.getHeaderString("Idempotency-Key");
        try (var body = calls.json(headers, content)) {
            var endpoint = OpenAiEndpointBody.create(body.fields(), addresses);
            return webhooks.create(
                            caller.tenant(),
                            endpoint,
                            key == null ? null : Idempotency.Keyed.checked(key))
                    .response();
        }
    }

    @GET
    public Response list(
            @Context HttpHeaders headers,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        var query =
                "?limit="
                        + OpenAiWebhookFields.limit(limit)
                        + (after == null
                                ? ""
                                : "&after=" + OpenAiWebhookFields.endpoint("after", after));
        return webhooks.ask(caller.tenant(), Question.get("/endpoints" + query, ABOUT)).response();
    }

    @GET
    @Path("{id}")
    public Response get(@Context HttpHeaders headers, @PathParam("id") String id) {
        return ask(headers, Scope.JOBS_READ, "GET", id, "", null);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Response change(
            @Context HttpHeaders headers, @PathParam("id") String id, InputStream content) {
        calls.caller(headers, Scope.JOBS_WRITE);
        try (var body = calls.json(headers, content)) {
            var change = OpenAiEndpointBody.change(body.fields(), addresses);
            return ask(headers, Scope.JOBS_WRITE, "PATCH", id, "", change);
        }
    }

    @DELETE
    @Path("{id}")
    public Response delete(@Context HttpHeaders headers, @PathParam("id") String id) {
        return ask(headers, Scope.JOBS_WRITE, "DELETE", id, "", null);
    }

    @POST
    @Path("{id}/test")
    @Consumes(MediaType.WILDCARD)
    public Response test(@Context HttpHeaders headers, @PathParam("id") String id) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return ask(headers, Scope.JOBS_WRITE, "POST", id, "/test", nothing);
    }

    @GET
    @Path("{id}/secret")
    public Response secret(@Context HttpHeaders headers, @PathParam("id") String id) {
        return secrets.show(headers, () -> path(id));
    }

    @POST
    @Path("{id}/secret/rotate")
    @Consumes(MediaType.WILDCARD)
    public Response rotate(
            @Context HttpHeaders headers, @PathParam("id") String id, InputStream content) {
        return secrets.rotate(headers, content, () -> path(id));
    }

    private static String path(String id) {
        return "/endpoints/" + OpenAiWebhookFields.endpoint(id) + "/secret";
    }

    private Response ask(
            HttpHeaders headers,
            Scope scope,
            String method,
            String id,
            String below,
            @Nullable JsonNode body) {
        var caller = calls.caller(headers, scope);
        EndpointId endpoint = OpenAiWebhookFields.endpoint(id);
        var path = "/endpoints/" + endpoint + below;
        return webhooks.ask(caller.tenant(), Question.of(method, path, body, ABOUT)).response();
    }
}
