package dev.reelay.api.dialect.gptimage2;

import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
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

/// Submit a task and look at it.
@Path(GptImage2Dialect.ROOT + "/api/ai")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class GptImage2Tasks {
    private final GptImage2Dialect dialect;
    private final ReadCall calls;
    private final SubmitCall submit;

    GptImage2Tasks(GptImage2Dialect dialect, ReadCall calls, SubmitCall submit) {
        this.dialect = dialect;
        this.calls = calls;
        this.submit = submit;
    }

    @POST
    @Path("video/generate")
    @Consumes(MediaType.WILDCARD)
    public Response generate(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream content) {
        return submit.submit(dialect, headers, content, Address.of(request));
    }

    @GET
    @Path("tasks/{id}")
    public GptImage2Task get(@Context HttpHeaders headers, @PathParam("id") String id) {
        return dialect.job(calls.job(headers, TaskUlid.parse(id)));
    }
}
