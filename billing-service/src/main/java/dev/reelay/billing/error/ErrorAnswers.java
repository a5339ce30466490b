package dev.reelay.billing.error;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.reelay.billing.database.DatabaseError;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;

/// Words every failure as `{"error": "..."}`.
class ErrorAnswers {
    private static final Logger LOG = Logger.getLogger(ErrorAnswers.class);

    private static final int LONGEST_PATH = 200;

    record ErrorBody(String error) {}

    @ServerExceptionMapper
    Response malformed(MalformedRequest e) {
        return answer(400, String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    Response conflict(Conflict e) {
        return answer(409, String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    Response unknown(Unknown e) {
        return answer(404, String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException e) {
        return answer(400, why(e));
    }

    @ServerExceptionMapper
    Response refusedByARecord(ValueInstantiationException e) {
        return answer(400, why(e));
    }

    /// Also what Jackson cannot read at all, and everything JAX-RS refuses by itself.
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        if (e.getCause() instanceof JsonMappingException unreadable) {
            return answer(400, why(unreadable));
        }
        var status = e.getResponse().getStatus();
        return answer(
                status, e.getCause() == null ? "HTTP " + status : "the body is not readable JSON");
    }

    @ServerExceptionMapper
    Response database(JdbiException e) {
        return switch (DatabaseError.of(e)) {
            case TRANSIENT -> {
                LOG.warnf(e, "the database did not answer");
                yield Response.fromResponse(answer(503, "the database did not answer, try again"))
                        .header("Retry-After", 1)
                        .build();
            }
            case DUPLICATE, PERMANENT -> {
                LOG.errorf(e, "a statement was refused");
                yield answer(500, "internal error");
            }
        };
    }

    /// Only sentences of our own: Jackson's repeat the request.
    private static String why(JsonMappingException e) {
        var message =
                e.getCause() instanceof IllegalArgumentException own ? own.getMessage() : null;
        return message == null
                ? "the body does not have the form of this request" + at(e)
                : message;
    }

    private static String at(JsonMappingException e) {
        var path =
                e.getPath().stream()
                        .map(
                                part ->
                                        part.getFieldName() == null
                                                ? "[%d]".formatted(part.getIndex())
                                                : part.getFieldName())
                        .collect(Collectors.joining("."));
        return path.isEmpty() || path.length() > LONGEST_PATH ? "" : ": " + path;
    }

    private static Response answer(int status, String error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(error))
                .build();
    }
}
