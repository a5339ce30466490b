package dev.reelay.api.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.event.PooledBuffers;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// JSON over kept-alive connections to another service, with time limits and the service token. A
/// request is sent once.
public final class ServiceHttp {
    private static final Logger LOG = Logger.getLogger(ServiceHttp.class);
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final JsonMapper JSON =
            JsonMapper.builder(PooledBuffers.factory().build())
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private final String name;
    private final ServicePlace place;
    private final ServiceToken token;
    private final HttpClient http;

    /// @param name of the service, e.g. `billing`, in what is thrown
    public ServiceHttp(String name, ServicePlace place, ServiceToken token) {
        this.name = name;
        this.place = place;
        this.token = token;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(place.connectLimit())
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /// An answer that is no server fault.
    public record Answer(int status, JsonNode body) {
        /// To whoever asked for what the service was asked.
        public Response response() {
            return Response.status(status).entity(body).build();
        }

        /// Not the body, which may hold a secret.
        @Override
        public String toString() {
            return "Answer " + status;
        }
    }

    /// Throws `IOException` where the service is away, late or broken, as all of these do.
    public Answer get(String path) throws IOException {
        return send("GET", path, null, Map.of());
    }

    public Answer put(String path, Object body) throws IOException {
        return send("PUT", path, body, Map.of());
    }

    public Answer post(String path, Object body) throws IOException {
        return send("POST", path, body, Map.of());
    }

    /// One request of these.
    public interface Call {
        Answer send() throws IOException;
    }

    /// The answer to a request that nothing can be done without. Throws {@link
    /// GatewayError.TryLater} where there is none; whether what was asked was done is then unknown.
    public Answer require(Call call) {
        try {
            return call.send();
        } catch (IOException e) {
            LOG.warnf("%s gave no answer cause=%s", name, e);
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
    }

    /// @param body written as JSON; null for a request without one
    public Answer send(
            String method, String path, @Nullable Object body, Map<String, String> headers)
            throws IOException {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(place.answerLimit())
                        .header("Authorization", "Bearer " + token.text())
                        .header("Content-Type", "application/json")
                        .method(method, json(body));
        headers.forEach(request::header);
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 500) {
                throw new IOException(name + " answered " + answer.statusCode());
            }
            return new Answer(answer.statusCode(), parse(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static BodyPublisher json(@Nullable Object body) {
        if (body == null) {
            return BodyPublishers.noBody();
        }
        try {
            return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request of ours cannot be written", e);
        }
    }

    private URI uri(String path) {
        var base = place.url().toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static JsonNode parse(byte @Nullable [] body) throws IOException {
        return JSON.readTree(body == null ? new byte[0] : body);
    }
}
