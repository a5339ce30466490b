package dev.reelay.worker.endpoint;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.internal.Caller;
import dev.reelay.worker.internal.Members;
import dev.reelay.worker.internal.Refused.Unknown;
import dev.reelay.worker.internal.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `…/secret` of an endpoint, and of a tenant's callback addresses: look at it and rotate it.
@Path("/internal/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class SecretRoutes {
    private static final int USUAL_OVERLAP = 86_400;
    private static final int LONGEST_OVERLAP = 604_800;

    private final PostgresSecrets secrets;
    private final DeriveKeys keys;

    SecretRoutes(PostgresSecrets secrets, DeriveKeys keys) {
        this.secrets = secrets;
        this.keys = keys;
    }

    /// What deliveries are verified with: by the secret (`v1`) or the public key (`v1a`).
    ///
    /// @param previousUntil until when those before are good too
    @JsonNaming(SnakeCaseStrategy.class)
    public record Secret(String secret, String publicKey, @Nullable String previousUntil) {
        @Override
        public String toString() {
            return "Secret";
        }
    }

    @GET
    @Path("endpoints/{endpoint}/secret")
    public Response secret(
            @PathParam("tenant") String tenantId, @PathParam("endpoint") String endpointId) {
        var tenant = Caller.tenant(tenantId);
        var endpoint = EndpointId.parse(endpointId).orElseThrow(Unknown::new);
        return answer(
                tenant, endpoint, secrets.ofEndpoint(tenant, endpoint).orElseThrow(Unknown::new));
    }

    @POST
    @Path("endpoints/{endpoint}/secret/rotate")
    public Response rotate(
            @PathParam("tenant") String tenantId,
            @PathParam("endpoint") String endpointId,
            @Nullable String body) {
        var tenant = Caller.tenant(tenantId);
        var endpoint = EndpointId.parse(endpointId).orElseThrow(Unknown::new);
        return answer(
                tenant,
                endpoint,
                secrets.rotate(tenant, endpoint, overlap(body)).orElseThrow(Unknown::new));
    }

    @GET
    @Path("callback-secret")
    public Response callbackSecret(@PathParam("tenant") String tenantId) {
        var tenant = Caller.tenant(tenantId);
        return answer(tenant, null, secrets.ofCallbacks(tenant));
    }

    @POST
    @Path("callback-secret/rotate")
    public Response rotateCallbackSecret(
            @PathParam("tenant") String tenantId, @Nullable String body) {
        var tenant = Caller.tenant(tenantId);
        return answer(tenant, null, secrets.rotate(tenant, overlap(body)));
    }

    private static Duration overlap(@Nullable String body) {
        return Duration.ofSeconds(
                Members.of(body, Set.of("overlap_seconds"))
                        .number("overlap_seconds", 0, LONGEST_OVERLAP)
                        .orElse(USUAL_OVERLAP));
    }

    private Response answer(
            TenantId tenant, @Nullable EndpointId endpoint, SecretGeneration generation) {
        var now = keys.keys(tenant, endpoint, generation.number());
        var until = generation.previousUntil();
        return Response.ok(
                        new Secret(
                                now.secret().text(),
                                now.publicText(),
                                until == null ? null : Times.text(until)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
