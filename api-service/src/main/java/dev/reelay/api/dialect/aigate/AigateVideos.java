package dev.reelay.api.dialect.aigate;

import dev.reelay.api.content.AnswerContent;
import dev.reelay.api.content.Variant;
import dev.reelay.api.dialect.OpenFiles;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
import dev.reelay.api.dialect.TaskId;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.request.Address;
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

/// Generate and wait, then fetch the files.
@Path(AigateDialect.ROOT + "/v1")
@RunOnVirtualThread
public final class AigateVideos {
    private final AigateDialect dialect;
    private final SubmitCall submit;
    private final OpenFiles files;
    private final ReadCall calls;
    private final AnswerContent content;
    private final TaskId ids;

    AigateVideos(
            AigateDialect dialect,
            SubmitCall submit,
            OpenFiles files,
            ReadCall calls,
            AnswerContent content,
            TaskId ids) {
        this.dialect = dialect;
        this.submit = submit;
        this.files = files;
        this.calls = calls;
        this.content = content;
        this.ids = ids;
    }

    @POST
    @Path("{route:video/generations|videos}")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response generate(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        return submit.submit(dialect, headers, body, Address.of(request));
    }

    /// Without a key for the files of this API; those of others need theirs here too.
    @GET
    @Path("videos/{id}/content")
    public Response content(@Context HttpHeaders headers, @PathParam("id") String id) {
        return files.get(id, headers)
                .orElseGet(
                        () -> content.get(others(headers, id), Variant.VIDEO, index(id), headers));
    }

    @HEAD
    @Path("videos/{id}/content")
    public Response contentHead(@Context HttpHeaders headers, @PathParam("id") String id) {
        return files.head(id, headers)
                .orElseGet(
                        () -> content.head(others(headers, id), Variant.VIDEO, index(id), headers));
    }

    private Job others(HttpHeaders headers, String id) {
        if (headers.getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
            throw new GatewayException(new GatewayError.NotFound("video"));
        }
        return calls.job(headers, ids.parse(id).map(TaskId.Task::job));
    }

    private int index(String id) {
        return ids.parse(id).map(TaskId.Task::index).orElseThrow();
    }
}
