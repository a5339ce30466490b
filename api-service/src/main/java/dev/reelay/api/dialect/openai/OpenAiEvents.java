package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.event.EventId;
import dev.reelay.api.event.StreamEvents;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
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
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/// `/v1/videos/{id}/events`: what happens to a video, as server-sent events.
@Path("/v1/videos/{id}/events")
@RunOnVirtualThread
public final class OpenAiEvents {
    private static final String LAST_SEEN = "Last-Event-ID";

    private final IdentifyCaller callers;
    private final PostgresJobs jobs;
    private final StreamEvents streams;

    OpenAiEvents(IdentifyCaller callers, PostgresJobs jobs, StreamEvents streams) {
        this.callers = callers;
        this.jobs = jobs;
        this.streams = streams;
    }

    @GET
    public Response follow(
            @Context HttpHeaders headers,
            @Context RoutingContext exchange,
            @PathParam("id") String id) {
        var key = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        var stream = streams.stream(find(key, id), seen(headers.getHeaderString(LAST_SEEN)));
        exchange.addEndHandler(_ -> stream.close());
        if (stream.isOver()) {
            stream.close();
            // The one status at which a browser does not connect again.
            return Response.noContent().build();
        }
        return Response.ok(output(stream, exchange, key), "text/event-stream")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private StreamingOutput output(
            StreamEvents.Stream stream, RoutingContext exchange, @Nullable String key) {
        return out -> {
            try (stream) {
                stream.to(new ServerSentEvents(out, exchange.response(), () -> mayRead(key)));
            }
        };
    }

    /// Asked now and then: a key may be revoked while its stream is open.
    private boolean mayRead(@Nullable String key) {
        try {
            callers.caller(key, Scope.JOBS_READ);
            return true;
        } catch (GatewayException e) {
            return false;
        }
    }

    private Job find(@Nullable String key, String id) {
        var caller = callers.caller(key, Scope.JOBS_READ);
        return VideoId.parse(id)
                .flatMap(job -> jobs.find(caller.tenant(), job))
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("video")));
    }

    private static @Nullable EventId seen(@Nullable String header) {
        return header == null
                ? null
                : EventId.parse(header.strip())
                        .orElseThrow(() -> invalid(LAST_SEEN, "is not the id of an event"));
    }
}
