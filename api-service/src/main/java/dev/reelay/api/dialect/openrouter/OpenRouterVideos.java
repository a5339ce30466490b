package dev.reelay.api.dialect.openrouter;

import dev.reelay.api.content.AnswerContent;
import dev.reelay.api.content.Variant;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.request.Address;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Submit a video, look at it, fetch its file.
@Path(OpenRouterDialect.ROOT + "/api/v1")
@RunOnVirtualThread
public final class OpenRouterVideos {
    private final OpenRouterDialect dialect;
    private final ReadCall calls;
    private final SubmitCall submit;
    private final AnswerContent content;

    OpenRouterVideos(
            OpenRouterDialect dialect, ReadCall calls, SubmitCall submit, AnswerContent content) {
        this.dialect = dialect;
        this.calls = calls;
        this.submit = submit;
        this.content = content;
    }

    @POST
    @Path("videos")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response submit(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        return submit.submit(dialect, headers, body, Address.of(request));
    }

    @GET
    @Path("videos/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public OpenRouterVideo get(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @PathParam("id") String id) {
        return dialect.job(calls.job(headers, ShortId.parse(id)), Address.of(request));
    }

    @GET
    @Path("videos/{id}/content")
    public Response content(
            @Context HttpHeaders headers,
            @PathParam("id") String id,
            @QueryParam("index") @Nullable String index) {
        var job = completed(headers, id);
        return content.get(job, Variant.VIDEO, AnswerContent.index(index), headers);
    }

    @HEAD
    @Path("videos/{id}/content")
    public Response contentHead(
            @Context HttpHeaders headers,
            @PathParam("id") String id,
            @QueryParam("index") @Nullable String index) {
        var job = completed(headers, id);
        return content.head(job, Variant.VIDEO, AnswerContent.index(index), headers);
    }

    private Job completed(HttpHeaders headers, String id) {
        var job = calls.job(headers, ShortId.parse(id));
        if (job.state() != JobState.COMPLETED) {
            throw new GatewayException(new GatewayError.NotReady(job.state().word()));
        }
        return job;
    }
}
