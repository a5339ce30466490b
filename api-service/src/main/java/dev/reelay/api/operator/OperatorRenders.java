package dev.reelay.api.operator;

import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What worker-service knows of providers' renders.
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorRenders {
    private final Worker worker;

    OperatorRenders(Worker worker) {
        this.worker = worker;
    }

    /// How often each provider is asked about a render, and how late its end is seen.
    @GET
    @Path("polling")
    public Response polling() {
        return answer(Question.get("/internal/polling", "polling"));
    }

    /// Clips that were not what was ordered, and who made them, the newest first.
    @GET
    @Path("mismatches")
    public Response mismatches(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var path = "/internal/mismatches?limit=" + OperatorPaging.limit(limit);
        var from =
                after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        return answer(Question.get(path + from, "mismatch"));
    }

    private Response answer(Question question) {
        return worker.ask(question).response();
    }
}
