package dev.reelay.api.request;

import dev.reelay.common.id.HexId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/// Gives every request an id, on the answer whatever it is and on each log line. A client's own id
/// is echoed.
@Singleton
public final class RequestIds {
    /// Where log lines carry the id.
    public static final String LOG_FIELD = "request_id";

    private static final String HEADER = "Request-Id";
    // The name under which OpenAI's clients look for it.
    private static final String OPENAI_HEADER = "X-Request-Id";
    private static final String CLIENT_HEADER = "X-Client-Request-Id";
    private static final Pattern CLIENT_ID = Pattern.compile("[!-~]{1,128}");
    private static final int BEFORE_EVERYTHING = 1000;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::name, BEFORE_EVERYTHING);
    }

    /// The id that a request was given.
    public static String of(RoutingContext request) {
        return Objects.requireNonNull(request.response().headers().get(HEADER));
    }

    private static void name(RoutingContext request) {
        var id = HexId.text("req_", UUID.randomUUID());
        var headers = request.response().headers();
        headers.set(HEADER, id);
        headers.set(OPENAI_HEADER, id);
        var client = request.request().getHeader(CLIENT_HEADER);
        if (client != null && CLIENT_ID.matcher(client).matches()) {
            headers.set(CLIENT_HEADER, client);
        }
        MDC.put(LOG_FIELD, id);
        request.next();
    }
}
