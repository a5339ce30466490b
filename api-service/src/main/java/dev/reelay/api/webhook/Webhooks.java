package dev.reelay.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.api.service.ServiceTokens;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A tenant's webhooks, as worker-service has them. What it refuses is thrown as {@link
/// GatewayException}; what it answers else is passed on. Nothing of either is logged, for addresses
/// may hold tokens and answers secrets.
@Singleton
public final class Webhooks {
    private static final Logger LOG = Logger.getLogger(Webhooks.class);
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int KEY_TAKEN = 412;
    private static final int INVALID = 422;

    private final ServiceHttp http;
    private final PostgresTenants tenants;

    Webhooks(WorkerConfig config, ServiceTokens tokens, PostgresTenants tenants) {
        this.http = new ServiceHttp("worker", config, tokens.to("worker-service"));
        this.tenants = tenants;
    }

    /// What is asked of a tenant's webhooks.
    ///
    /// @param path below the tenant's, with its query
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

        @Override
        public String toString() {
            return "Question " + method;
        }
    }

    /// Makes an endpoint. From now on all that happens to the tenant is handed over, from before
    /// the endpoint is there, so that it misses nothing.
    ///
    /// @param key of an idempotent request; null where it came without one
    public ServiceHttp.Answer create(TenantId tenant, JsonNode endpoint, @Nullable String key) {
        tenants.noteEndpoints(tenant);
        Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
        return ask(
                tenant, new Question("POST", "/endpoints", endpoint, headers, "webhook endpoint"));
    }

    /// Throws {@link GatewayError.TryLater} where the worker gives no answer; whether it did what
    /// was asked is then unknown.
    public ServiceHttp.Answer ask(TenantId tenant, Question question) {
        try {
            return accepted(
                    http.send(
                            question.method(),
                            "/internal/tenants/" + tenant + question.path(),
                            question.body(),
                            question.headers()),
                    question.about());
        } catch (IOException e) {
            LOG.warnf("the worker gave no answer about webhooks cause=%s", e);
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
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
