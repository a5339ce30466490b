package dev.reelay.api.operator;

import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// `/admin/v1/polling`: how often each provider is asked about a render, and how late its end is
/// seen, as worker-service knows.
@Path("/admin/v1/polling")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorPolling {
    private final Worker worker;

    OperatorPolling(Worker worker) {
        this.worker = worker;
    }

    @GET
    public Response polling() {
        var answer = worker.ask(Question.get("/internal/polling", "polling"));
        return Response.status(answer.status()).entity(answer.body()).build();
    }
}
