package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.body.Spool;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.upload.Uploads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Set;

/// `/v1/uploads`: a file to be named in submissions.
@Path("/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiUploads {
    private final IdentifyCaller callers;
    private final ReadBody bodies;
    private final Uploads uploads;

    OpenAiUploads(IdentifyCaller callers, ReadBody bodies, Uploads uploads) {
        this.callers = callers;
        this.bodies = bodies;
        this.uploads = uploads;
    }

    /// @param expiresAt in Unix seconds
    public record Uploaded(String id, long expiresAt) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uploaded upload(@Context HttpHeaders headers, InputStream content) {
        var caller =
                callers.caller(
                        headers.getHeaderString(HttpHeaders.AUTHORIZATION), Scope.JOBS_WRITE);
        try (var body = bodies.read(headers, content)) {
            var upload = uploads.keep(caller.tenant(), file(body.fields()));
            return new Uploaded(upload.id().toString(), upload.expiresAt().getEpochSecond());
        }
    }

    private static Spool.Spooled file(Fields fields) {
        fields.refuseOthersThan(Set.of("file"));
        return switch (fields.given("file")) {
            case Given.FilePart(var spooled) -> spooled;
            case null -> throw new GatewayException(new GatewayError.MissingField("file"));
            case Given.Text _, Given.LongText _, Given.Members _ ->
                    throw invalid("file", "must be a file part");
        };
    }
}
