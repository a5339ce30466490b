package dev.reelay.api.error;

import dev.reelay.api.request.Address;
import dev.reelay.api.store.StoreAwayException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns whatever a request ended with into an answer in the wording of the API that was called.
@Singleton
public final class AnswerErrors {
    private static final Logger LOG = Logger.getLogger(AnswerErrors.class);
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final ErrorWordings wordings;

    AnswerErrors(ErrorWordings wordings) {
        this.wordings = wordings;
    }

    @ServerExceptionMapper
    public Response expected(GatewayException e, ContainerRequestContext request) {
        return answer(e.error(), request);
    }

    @ServerExceptionMapper
    public Response storeAway(StoreAwayException e, ContainerRequestContext request) {
        LOG.warn("the object store did not answer a request", e);
        return answer(new GatewayError.TryLater(WAIT), request);
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException e, ContainerRequestContext request) {
        return answer(meaning(e, request), request);
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e, ContainerRequestContext request) {
        if (isDatabaseAway(e)) {
            LOG.warn("the database did not answer a request", e);
            return answer(new GatewayError.TryLater(WAIT), request);
        }
        LOG.error("a request failed", e);
        return answer(new GatewayError.Broken(), request);
    }

    private Response answer(GatewayError error, ContainerRequestContext request) {
        var address = Address.of(request);
        var path = address.prefix().isEmpty() ? request.getUriInfo().getPath() : address.whole();
        return wordings.answer(error, path);
    }

    private static GatewayError meaning(
            WebApplicationException e, ContainerRequestContext request) {
        return switch (e) {
            case NotFoundException _ ->
                    new GatewayError.UnknownPath(request.getMethod(), Address.of(request).whole());
            case NotAllowedException not ->
                    new GatewayError.WrongMethod(
                            request.getMethod(),
                            Objects.requireNonNullElse(
                                    not.getResponse().getHeaderString(HttpHeaders.ALLOW), ""));
            case NotSupportedException _ ->
                    new GatewayError.UnsupportedMediaType(
                            request.getHeaderString(HttpHeaders.CONTENT_TYPE));
            default -> {
                if (e.getResponse().getStatus() < 500) {
                    yield new GatewayError.MalformedBody("the request is malformed");
                }
                LOG.error("a request failed", e);
                yield new GatewayError.Broken();
            }
        };
    }

    /// Connection trouble and too many connections; anything else about the database is a bug.
    private static boolean isDatabaseAway(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                var state = Objects.requireNonNullElse(sql.getSQLState(), "08");
                return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
            }
        }
        return false;
    }
}
