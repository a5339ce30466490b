package dev.reelay.api.dialect.newapi;

import dev.reelay.api.content.AnswerContent;
import dev.reelay.api.content.Variant;
import dev.reelay.api.dialect.ModelList;
import dev.reelay.api.dialect.OpenFiles;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
import dev.reelay.api.dialect.TaskId;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.Address;
import dev.reelay.common.catalogue.Catalogue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// The OpenAI-style surface, and the files of every surface.
@Path(NewApiDialect.ROOT + "/v1")
@RunOnVirtualThread
public final class NewApiVideos {
    private final NewApiDialect dialect;
    private final ReadCall calls;
    private final SubmitCall submit;
    private final AnswerContent content;
    private final OpenFiles files;
    private final Catalogue catalogue;
    private final TaskId ids;

    NewApiVideos(
            NewApiDialect dialect,
            ReadCall calls,
            SubmitCall submit,
            AnswerContent content,
            OpenFiles files,
            Catalogue catalogue,
            TaskId ids) {
        this.dialect = dialect;
        this.calls = calls;
        this.submit = submit;
        this.content = content;
        this.files = files;
        this.catalogue = catalogue;
        this.ids = ids;
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
    public NewApiVideo get(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @PathParam("id") String id) {
        var job = calls.job(headers, ids.parse(id).map(TaskId.Task::job));
        return dialect.video(job, Address.of(request));
    }

    @GET
    @Path("videos/{id}/content")
    public Response content(@Context HttpHeaders headers, @PathParam("id") String id) {
        return files.get(id, headers)
                .orElseGet(
                        () ->
                                content.get(
                                        completed(headers, id), Variant.VIDEO, index(id), headers));
    }

    @HEAD
    @Path("videos/{id}/content")
    public Response contentHead(@Context HttpHeaders headers, @PathParam("id") String id) {
        return files.head(id, headers)
                .orElseGet(
                        () ->
                                content.head(
                                        completed(headers, id), Variant.VIDEO, index(id), headers));
    }

    private Job completed(HttpHeaders headers, String id) {
        var job = calls.job(headers, ids.parse(id).map(TaskId.Task::job));
        if (job.state() != JobState.COMPLETED) {
            throw new GatewayException(new GatewayError.NotReady(job.state().word()));
        }
        return job;
    }

    private int index(String id) {
        return ids.parse(id).map(TaskId.Task::index).orElseThrow();
    }

    @GET
    @Path("models")
    @Produces(MediaType.APPLICATION_JSON)
    public ModelList models(@Context HttpHeaders headers) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        return ModelList.of(caller.seen(catalogue), NewApiDialect.ID);
    }
}
