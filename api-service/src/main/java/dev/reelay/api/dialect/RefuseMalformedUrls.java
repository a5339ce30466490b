package dev.reelay.api.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.api.error.ErrorWordings;
import dev.reelay.api.error.GatewayError;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/// Answers a request whose URL is none, e.g. `/v1/videos/%zz`, in the words of the API that it
/// begins as, before anything tries to read it.
@Singleton
public final class RefuseMalformedUrls {
    /// Quarkus looks at this once, when it makes the server: else it would make the same check
    /// before any of our code, and answer with nothing but the status.
    private static final String CHECKED_HERE = "vertx.disableURIValidation";

    // After what every answer needs, before whatever reads the URL.
    private static final int BEFORE_ROUTES = 800;

    private final ChooseDialect choose;
    private final ErrorWordings wordings;
    private final ObjectMapper json;

    RefuseMalformedUrls(ChooseDialect choose, ErrorWordings wordings, ObjectMapper json) {
        this.choose = choose;
        this.wordings = wordings;
        this.json = json;
    }

    static void takeOver(@Observes @Initialized(ApplicationScoped.class) Object event) {
        System.setProperty(CHECKED_HERE, "true");
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ROUTES);
    }

    private void check(RoutingContext exchange) {
        try {
            new URI(exchange.request().uri());
        } catch (URISyntaxException e) {
            refuse(exchange);
            return;
        }
        exchange.next();
    }

    private void refuse(RoutingContext exchange) {
        var path = Objects.requireNonNullElse(exchange.request().path(), "");
        var error = new GatewayError.MalformedBody("the URL is not well formed");
        var answer = wordings.answer(error, choose.home(path));
        var response = exchange.response().setStatusCode(answer.getStatus());
        answer.getStringHeaders().forEach((name, values) -> response.putHeader(name, values));
        // The body, if there is one, is not read.
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (answer.hasEntity()) {
            response.end(text(answer.getEntity()));
        } else {
            response.end();
        }
    }

    private String text(Object body) {
        try {
            return body instanceof String page ? page : json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error's body is always JSON", e);
        }
    }
}
