package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Scope;
import dev.reelay.api.topup.Checkouts;
import dev.reelay.api.topup.TopUp;
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
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/// `/v1/credits/checkouts`: credits for money, for the scope `admin`. They are live credits,
/// whatever the key.
@Path("/v1/credits/checkouts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiCheckouts {
    private static final int LONGEST = 2000;

    private final ReadCall calls;
    private final Checkouts checkouts;

    OpenAiCheckouts(ReadCall calls, Checkouts checkouts) {
        this.calls = calls;
        this.checkouts = checkouts;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response checkout(@Context HttpHeaders headers, InputStream content) {
        var caller = calls.caller(headers, Scope.ADMIN);
        try (var body = calls.json(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("credits", "success_url", "cancel_url"));
            var credits = fields.credits("credits");
            if (credits == null) {
                throw new GatewayException(new GatewayError.MissingField("credits"));
            }
            var begun =
                    checkouts.begin(
                            caller.tenant(),
                            id(headers, caller.tenant().toString()),
                            credits,
                            page(fields, "success_url"),
                            page(fields, "cancel_url"));
            return Response.status(Response.Status.CREATED).entity(OpenAiTopUp.of(begun)).build();
        }
    }

    /// The same for the same `Idempotency-Key` of the tenant.
    private static UUID id(HttpHeaders headers, String tenant) {
        var key = headers.getHeaderString("Idempotency-Key");
        if (key == null) {
            return UUID.randomUUID();
        }
        if (key.isBlank() || key.length() > 255) {
            throw invalid("Idempotency-Key", "must have 1 to 255 characters");
        }
        return UUID.nameUUIDFromBytes(
                ("checkout/" + tenant + "/" + key).getBytes(StandardCharsets.UTF_8));
    }

    @GET
    @Path("{id}")
    public OpenAiTopUp checkout(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = calls.caller(headers, Scope.ADMIN);
        var known =
                TopUp.parse(id)
                        .orElseThrow(
                                () -> new GatewayException(new GatewayError.NotFound("top-up")));
        return OpenAiTopUp.of(checkouts.find(caller.tenant(), known));
    }

    private static String required(Fields fields, String name) {
        var text = fields.text(name, LONGEST);
        if (text == null) {
            throw new GatewayException(new GatewayError.MissingField(name));
        }
        return text;
    }

    /// A browser goes there, never we.
    private static URI page(Fields fields, String name) {
        try {
            var page = new URI(required(fields, name));
            if (Set.of("http", "https").contains(String.valueOf(page.getScheme()))
                    && page.getHost() != null) {
                return page;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw invalid(name, "must be an http or https address");
    }
}
