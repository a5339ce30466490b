package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.body.Fields;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.job.VideoId;
import dev.reelay.api.key.Scope;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.api.webhook.Webhooks;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.id.JobId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;

/// `/v1/webhooks/deliveries`: what was sent to a tenant's addresses, and sending it again.
@Path("/v1/webhooks/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiDeliveries {
    private static final String ABOUT = "delivery";
    private static final int MOST_TYPES = 50;

    private final ReadCall calls;
    private final Webhooks webhooks;

    OpenAiDeliveries(ReadCall calls, Webhooks webhooks) {
        this.calls = calls;
        this.webhooks = webhooks;
    }

    @GET
    public Response list(@Context HttpHeaders headers, @Context UriInfo uri) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        var query = OpenAiDeliveryQuery.read(uri.getQueryParameters());
        return answer(webhooks.ask(caller.tenant(), Question.get("/deliveries?" + query, ABOUT)));
    }

    @GET
    @Path("{id}")
    public Response get(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        return answer(webhooks.ask(caller.tenant(), Question.get(path(id), ABOUT)));
    }

    @POST
    @Path("{id}/replay")
    @Consumes(MediaType.WILDCARD)
    public Response replay(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = calls.caller(headers, Scope.JOBS_WRITE);
        var nothing = JsonNodeFactory.instance.objectNode();
        return answer(
                webhooks.ask(
                        caller.tenant(),
                        Question.of("POST", path(id) + "/replay", nothing, ABOUT)));
    }

    /// All that fit; with `dry_run` they are only counted.
    @POST
    @Path("replay")
    @Consumes(MediaType.WILDCARD)
    public Response replay(@Context HttpHeaders headers, InputStream content) {
        var caller = calls.caller(headers, Scope.JOBS_WRITE);
        try (var body = calls.json(headers, content)) {
            var question = Question.of("POST", "/deliveries/replay", chosen(body.fields()), ABOUT);
            return answer(webhooks.ask(caller.tenant(), question));
        }
    }

    private static ObjectNode chosen(Fields fields) {
        fields.refuseOthersThan(Set.of("endpoint", "state", "types", "since", "until", "dry_run"));
        var chosen = JsonNodeFactory.instance.objectNode();
        var endpoint = fields.text("endpoint");
        if (endpoint != null) {
            chosen.put("endpoint", OpenAiWebhookFields.endpoint("endpoint", endpoint).toString());
        }
        var state = fields.text("state");
        if (state != null) {
            chosen.put("state", OpenAiWebhookFields.state("state", state));
        }
        var types = OpenAiWebhookFields.events(fields, "types", MOST_TYPES);
        if (types != null) {
            types.forEach(chosen.putArray("types")::add);
        }
        for (var name : new String[] {"since", "until"}) {
            var time = fields.text(name);
            if (time != null) {
                chosen.put(name, OpenAiWebhookFields.time(name, time).toString());
            }
        }
        var dry = fields.flag("dry_run");
        if (dry != null) {
            chosen.put("dry_run", dry);
        }
        return chosen;
    }

    private static String path(String id) {
        return "/deliveries/" + OpenAiWebhookFields.delivery(id);
    }

    private static Response answer(ServiceHttp.Answer answer) {
        spell(answer.body());
        answer.body().path("data").forEach(OpenAiDeliveries::spell);
        return answer.response();
    }

    /// The worker knows jobs, whatever API they came in.
    private static void spell(JsonNode delivery) {
        if (delivery instanceof ObjectNode object && object.path("video").isTextual()) {
            var job = new JobId(UUID.fromString(object.path("video").textValue()));
            object.put("video", VideoId.text(job));
        }
    }
}
