package dev.reelay.api.dialect.openai;

import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.common.secret.WebhookSecret;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// `/v1/webhooks`: how a tenant knows that a callback is ours.
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiWebhooks {
    private final IdentifyCaller callers;
    private final MasterKey master;

    OpenAiWebhooks(IdentifyCaller callers, MasterKey master) {
        this.callers = callers;
        this.master = master;
    }

    public record Secret(String secret) {
        @Override
        public String toString() {
            return "Secret";
        }
    }

    /// For whoever may name a callback; a key that only reads could forge one with it.
    @GET
    @Path("default/secret")
    public Response secret(@Context HttpHeaders headers) {
        var caller =
                callers.caller(
                        headers.getHeaderString(HttpHeaders.AUTHORIZATION), Scope.JOBS_WRITE);
        return Response.ok(new Secret(WebhookSecret.of(master, caller.tenant()).text()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
