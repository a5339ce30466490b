package dev.reelay.api.dialect.newapi;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Body;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
import dev.reelay.api.dialect.TaskId;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.request.Address;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/// The Kling-style and the Jimeng-style surface: the vendor's body, this API's answers.
@Path(NewApiDialect.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class NewApiVendors {
    private static final String KLING = "kling/v1/videos/{kind:text2video|image2video}";
    private static final String SUBMIT = "CVSync2AsyncSubmitTask";
    private static final String RESULT = "CVSync2AsyncGetResult";

    private final NewApiDialect dialect;
    private final ReadCall calls;
    private final SubmitCall submit;
    private final TaskId ids;

    NewApiVendors(NewApiDialect dialect, ReadCall calls, SubmitCall submit, TaskId ids) {
        this.dialect = dialect;
        this.calls = calls;
        this.submit = submit;
        this.ids = ids;
    }

    @POST
    @Path(KLING)
    @Consumes(MediaType.WILDCARD)
    public Response kling(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream content) {
        return accept(headers, request, content);
    }

    @GET
    @Path(KLING + "/{id}")
    public NewApiTask kling(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @PathParam("id") String id) {
        return task(headers, request, id);
    }

    @POST
    @Path("jimeng")
    @Consumes(MediaType.WILDCARD)
    public Response jimeng(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @QueryParam("Action") @Nullable String action,
            InputStream content) {
        return switch (action) {
            case SUBMIT -> accept(headers, request, content);
            case RESULT -> Response.ok(result(headers, request, content)).build();
            case null -> throw new GatewayException(new GatewayError.MissingField("Action"));
            default -> throw invalid("Action", "must be %s or %s".formatted(SUBMIT, RESULT));
        };
    }

    private Response accept(
            HttpHeaders headers, ContainerRequestContext request, InputStream content) {
        return submit.submit(
                dialect, dialect::vendorsSubmission, headers, content, Address.of(request));
    }

    private NewApiTask result(
            HttpHeaders headers, ContainerRequestContext request, InputStream content) {
        try (var body = calls.body(headers, content)) {
            return task(headers, request, taskId(body.mustBeJson()));
        }
    }

    private static String taskId(Body body) {
        var id = body.fields().text("task_id");
        if (id == null || id.isBlank()) {
            throw new GatewayException(new GatewayError.MissingField("task_id"));
        }
        return id;
    }

    private NewApiTask task(HttpHeaders headers, ContainerRequestContext request, String id) {
        var job = calls.job(headers, ids.parse(id).map(TaskId.Task::job));
        return dialect.task(job, Address.of(request));
    }
}
