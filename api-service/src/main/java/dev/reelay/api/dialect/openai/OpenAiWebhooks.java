package dev.reelay.api.dialect.openai;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/v1/webhooks/default/secret`: how a tenant knows that what comes to a `callback_url` is ours.
@Path("/v1/webhooks/default/secret")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiWebhooks {
    private static final String PATH = "/callback-secret";

    private final OpenAiSecrets secrets;

    OpenAiWebhooks(OpenAiSecrets secrets) {
        this.secrets = secrets;
    }

    @GET
    public Response secret(@Context HttpHeaders headers) {
        return secrets.show(headers, () -> PATH);
    }

    @POST
    @Path("rotate")
    @Consumes(MediaType.WILDCARD)
    public Response rotate(@Context HttpHeaders headers, InputStream content) {
        return secrets.rotate(headers, content, () -> PATH);
    }
}
