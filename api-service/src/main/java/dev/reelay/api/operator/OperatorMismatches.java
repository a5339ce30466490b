package dev.reelay.api.operator;

import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// `/admin/v1/mismatches`: the last clips that were not what was ordered, and who made them, as
/// worker-service knows.
@Path("/admin/v1/mismatches")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorMismatches {
    private final Worker worker;

    OperatorMismatches(Worker worker) {
        this.worker = worker;
    }

    @GET
    public Response mismatches() {
        var answer = worker.ask(Question.get("/internal/mismatches", "mismatch"));
        return Response.status(answer.status()).entity(answer.body()).build();
    }
}
