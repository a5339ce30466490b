package dev.reelay.api.operator;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.regex.Pattern;

/// `/admin/v1/models/…/routes`: in which order a model's routes are taken, which worker-service
/// keeps. A model's id may have slashes.
@Path("/admin/v1/models/{model:.+}/routes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorRoutes {
    private static final String ABOUT = "model";

    /// What can stand in a path as it is, and leads nowhere else.
    private static final Pattern MODEL =
            Pattern.compile(
                    "(?=.{1,200}$)[A-Za-z0-9][A-Za-z0-9._~-]*(/[A-Za-z0-9][A-Za-z0-9._~-]*)*");

    private final ReadBody bodies;
    private final Worker worker;

    OperatorRoutes(ReadBody bodies, Worker worker) {
        this.bodies = bodies;
        this.worker = worker;
    }

    @GET
    public Response get(@PathParam("model") String model) {
        return answer(Question.get(path(model), ABOUT));
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    public Response put(
            @Context HttpHeaders headers, @PathParam("model") String model, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            return answer(Question.of("PUT", path(model), body.tree(), ABOUT));
        }
    }

    private static String path(String model) {
        if (!MODEL.matcher(model).matches()) {
            throw new GatewayException(new GatewayError.NotFound(ABOUT));
        }
        return "/internal/models/" + model + "/routes";
    }

    private Response answer(Question question) {
        return worker.ask(question).response();
    }
}
