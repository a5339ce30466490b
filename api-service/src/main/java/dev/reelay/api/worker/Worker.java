package dev.reelay.api.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.api.service.ServiceTokens;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks worker-service. What it refuses is thrown as {@link GatewayException}; what it answers else
/// is passed on. Nothing of either is logged, for addresses may hold tokens and answers secrets.
@Singleton
public final class Worker {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int KEY_TAKEN = 412;
    private static final int INVALID = 422;

    private final ServiceHttp http;

    public Worker(WorkerConfig config, ServiceTokens tokens) {
        this.http = new ServiceHttp("worker", config, tokens.to("worker-service"));
    }

    /// What is asked.
    ///
    /// @param path with its query
    /// @param body null for a question without one
    /// @param about what there may be none of, as a refusal calls it
    public record Question(
            String method,
            String path,
            @Nullable JsonNode body,
            Map<String, String> headers,
            String about) {
        public static Question get(String path, String about) {
            return new Question("GET", path, null, Map.of(), about);
        }

        public static Question of(
                String method, String path, @Nullable JsonNode body, String about) {
            return new Question(method, path, body, Map.of(), about);
        }

        /// The same question about what stands below a path.
        public Question below(String parent) {
            return new Question(method, parent + path, body, headers, about);
        }

        @Override
        public String toString() {
            return "Question " + method;
        }
    }

    /// Throws {@link GatewayError.TryLater} where the worker gives no answer; whether it did what
    /// was asked is then unknown.
    public ServiceHttp.Answer ask(Question question) {
        var answer =
                http.require(
                        () ->
                                http.send(
                                        question.method(),
                                        question.path(),
                                        question.body(),
                                        question.headers()));
        return accepted(answer, question.about());
    }

    private static ServiceHttp.Answer accepted(ServiceHttp.Answer answer, String about) {
        var body = answer.body();
        return switch (answer.status()) {
            case 200, 201, 202 -> answer;
            case NOT_FOUND -> throw new GatewayException(new GatewayError.NotFound(about));
            case CONFLICT ->
                    throw new GatewayException(
                            new GatewayError.NotNow(body.path("why").asText("is not possible")));
            case KEY_TAKEN -> throw new GatewayException(new GatewayError.KeyStandsForOther());
            case INVALID ->
                    throw GatewayException.invalid(
                            body.path("field").asText("body"),
                            body.path("why").asText("is not valid"));
            default -> throw new IllegalStateException("the worker answered " + answer.status());
        };
    }
}
