package dev.reelay.api.dialect.newapi;

import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
import dev.reelay.api.dialect.TaskId;
import dev.reelay.api.request.Address;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/// The native surface.
@Path(NewApiDialect.ROOT + "/v1/video/generations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class NewApiGenerations {
    private final NewApiDialect dialect;
    private final ReadCall calls;
    private final SubmitCall submit;
    private final TaskId ids;

    NewApiGenerations(NewApiDialect dialect, ReadCall calls, SubmitCall submit, TaskId ids) {
        this.dialect = dialect;
        this.calls = calls;
        this.submit = submit;
        this.ids = ids;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response submit(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream content) {
        return submit.submitShared(dialect, headers, content, Address.of(request));
    }

    @GET
    @Path("{id}")
    public NewApiTask get(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @PathParam("id") String id) {
        var job = calls.job(headers, ids.parse(id).map(TaskId.Task::job));
        return dialect.task(job, Address.of(request));
    }
}
