package dev.reelay.api.credit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// JSON over kept-alive connections to billing-service, with time limits and the service token. A
/// request is sent once.
@Singleton
final class BillingHttp {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private final BillingConfig config;
    private final ServiceToken token;
    private final HttpClient http;

    BillingHttp(BillingConfig config, ServiceToken token) {
        this.config = config;
        this.token = token;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(config.connectLimit())
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /// An answer that is no server fault.
    record Answer(int status, JsonNode body) {}

    Answer get(String path) throws IOException {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer put(String path, Object body) throws IOException {
        return send("PUT", path, json(body));
    }

    Answer post(String path, Object body) throws IOException {
        return send("POST", path, json(body));
    }

    private static BodyPublisher json(Object body) {
        try {
            return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request of ours cannot be written", e);
        }
    }

    /// Throws `IOException` where billing is away, late or broken.
    private Answer send(String method, String path, BodyPublisher body) throws IOException {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(config.answerLimit())
                        .header("Authorization", "Bearer " + token.text())
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build();
        try {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 500) {
                throw new IOException("billing answered " + answer.statusCode());
            }
            return new Answer(answer.statusCode(), parse(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private URI uri(String path) {
        var base = config.url().toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static JsonNode parse(byte @Nullable [] body) throws IOException {
        return JSON.readTree(body == null ? new byte[0] : body);
    }
}
