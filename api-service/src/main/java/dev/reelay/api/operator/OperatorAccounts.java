package dev.reelay.api.operator;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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

/// `/admin/v1/accounts`: the operator's accounts at providers, which worker-service keeps.
@Path("/admin/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorAccounts {
    private static final String ROOT = "/internal/accounts";
    private static final String ABOUT = "account";

    /// What can stand in a path as it is; worker-service says what a name may be.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

    private final ReadBody bodies;
    private final Worker worker;

    OperatorAccounts(ReadBody bodies, Worker worker) {
        this.bodies = bodies;
        this.worker = worker;
    }

    @GET
    public Response list() {
        return answer(Question.get(ROOT, ABOUT));
    }

    @GET
    @Path("{name}")
    public Response account(@PathParam("name") String name) {
        return answer(Question.get(path(name), ABOUT));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.WILDCARD)
    public Response put(
            @Context HttpHeaders headers, @PathParam("name") String name, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            return answer(Question.of("PUT", path(name), body.tree(), ABOUT));
        }
    }

    /// Asks the provider now, by a call that costs nothing.
    @POST
    @Path("{name}/check")
    public Response check(@PathParam("name") String name) {
        return answer(Question.of("POST", path(name) + "/check", null, ABOUT));
    }

    @DELETE
    @Path("{name}")
    public Response delete(@PathParam("name") String name) {
        return answer(Question.of("DELETE", path(name), null, ABOUT));
    }

    private static String path(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new GatewayException(new GatewayError.NotFound(ABOUT));
        }
        return ROOT + "/" + name;
    }

    private Response answer(Question question) {
        return worker.ask(question).response();
    }
}
