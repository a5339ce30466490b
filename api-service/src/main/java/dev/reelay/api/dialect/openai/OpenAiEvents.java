package dev.reelay.api.dialect.openai;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.event.StreamEvents;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.job.VideoId;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/v1/videos/{id}/events`: what happens to a video, as server-sent events.
@Path("/v1/videos/{id}/events")
@RunOnVirtualThread
public final class OpenAiEvents {
    private final IdentifyCaller callers;
    private final PostgresJobs jobs;
    private final StreamEvents streams;
    private final AnswerStream answer;

    OpenAiEvents(
            IdentifyCaller callers, PostgresJobs jobs, StreamEvents streams, AnswerStream answer) {
        this.callers = callers;
        this.jobs = jobs;
        this.streams = streams;
        this.answer = answer;
    }

    @GET
    public Response follow(
            @Context HttpHeaders headers,
            @Context RoutingContext exchange,
            @PathParam("id") String id) {
        var key = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        var job = find(key, id);
        var stream = streams.stream(job, AnswerStream.lastSeen(headers));
        return answer.of(stream, exchange, key, null);
    }

    private Job find(@Nullable String key, String id) {
        var caller = callers.caller(key, Scope.JOBS_READ);
        return VideoId.parse(id)
                .flatMap(job -> jobs.find(caller.tenant(), job))
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("video")));
    }
}
