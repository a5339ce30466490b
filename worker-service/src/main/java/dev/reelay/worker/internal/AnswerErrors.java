package dev.reelay.worker.internal;

import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.internal.Refused.KeyTaken;
import dev.reelay.worker.internal.Refused.Unknown;
import dev.reelay.worker.internal.Refused.WrongState;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;

/// Answers what is refused.
class AnswerErrors {
    private static final Logger LOG = Logger.getLogger(AnswerErrors.class);
    private static final int UNPROCESSABLE = 422;

    record InvalidBody(String field, String why) {}

    record ConflictBody(String why) {}

    @ServerExceptionMapper
    Response refused(Refused e) {
        var message = String.valueOf(e.getMessage());
        return switch (e) {
            case Invalid invalid ->
                    answer(UNPROCESSABLE, new InvalidBody(invalid.field(), message));
            case Unknown _ -> answer(404, Map.of());
            case KeyTaken _ -> answer(412, Map.of());
            case WrongState _ -> answer(409, new ConflictBody(message));
        };
    }

    /// What JAX-RS refuses by itself.
    @ServerExceptionMapper
    Response refusedByJaxRs(WebApplicationException e) {
        return answer(e.getResponse().getStatus(), Map.of());
    }

    @ServerExceptionMapper
    Response database(JdbiException e) {
        LOG.warn("The database did not answer a call of the api", e);
        return Response.fromResponse(answer(503, Map.of()))
                .header(HttpHeaders.RETRY_AFTER, 1)
                .build();
    }

    private static Response answer(int status, Object body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
    }
}
