package dev.reelay.api.operator;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.credit.Books;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.id.JobId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;

/// `/admin/v1/jobs/{job}/refund`: what a job was charged is given back.
@Path("/admin/v1/jobs/{job}/refund")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorRefunds {
    private final ReadBody bodies;
    private final Books books;
    private final CurrentOperator operator;

    OperatorRefunds(ReadBody bodies, Books books, CurrentOperator operator) {
        this.bodies = bodies;
        this.books = books;
        this.operator = operator;
    }

    /// @param credits a decimal string
    public record RefundView(String id, String job, String credits) {}

    /// Once for each job; a repeat answers as the first did.
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response refund(
            @Context HttpHeaders headers, @PathParam("job") String jobId, InputStream content) {
        var job = job(jobId);
        var by = operator.get().name();
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("credits", "reason"));
            var credits =
                    fields.decimal("credits") == null
                            ? null
                            : OperatorBody.credits(fields, "credits");
            var reason = OperatorBody.text(fields, "reason");
            var refund = books.refund(job, credits, reason, by);
            return Response.status(201)
                    .entity(new RefundView(refund.id(), job.toString(), refund.amount().toString()))
                    .build();
        }
    }

    private static JobId job(String id) {
        return OperatorBody.job(id)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("job")));
    }
}
