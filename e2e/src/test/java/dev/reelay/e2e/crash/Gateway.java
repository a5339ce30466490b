package dev.reelay.e2e.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The api's replicas as a client has them behind a balancer: each request goes to the next one.
final class Gateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// An HTTP answer.
    record Answer(int status, String contentType, byte[] body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final List<String> urls;
    private final AtomicInteger next = new AtomicInteger();

    Gateway(List<String> urls) {
        this.urls = urls;
    }

    Answer get(String path, String bearer) throws IOException {
        return send(request(path, bearer).GET());
    }

    /// Without a key.
    Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    /// @param key sent as `Idempotency-Key` where there is one
    Answer post(String path, String bearer, @Nullable String key, Map<String, ?> body)
            throws IOException {
        var request = with(request(path, bearer), "POST", body);
        return send(key == null ? request : request.header("Idempotency-Key", key));
    }

    Answer put(String path, String bearer, Map<String, ?> body) throws IOException {
        return send(with(request(path, bearer), "PUT", body));
    }

    private static HttpRequest.Builder with(
            HttpRequest.Builder request, String method, Map<String, ?> body) throws IOException {
        return request.header("Content-Type", "application/json")
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return request(path).header("Authorization", "Bearer " + bearer);
    }

    private HttpRequest.Builder request(String path) {
        var url = urls.get(Math.floorMod(next.getAndIncrement(), urls.size()));
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT);
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
