package dev.reelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The running api, as one bearer of a key sees it. Throws {@link Refusal} with the api's own words
/// where it refuses.
final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final String bearer;

    Api(String url, String bearer) {
        this.url = url;
        this.bearer = bearer;
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode put(String path, Map<String, ?> body) {
        try {
            return send(
                    request(path)
                            .header("Content-Type", "application/json")
                            .PUT(
                                    HttpRequest.BodyPublishers.ofByteArray(
                                            JSON.writeValueAsBytes(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param key sent as `Idempotency-Key`, so that a repeat does nothing twice
    JsonNode post(String path, @Nullable String key, Map<String, ?> body) {
        try {
            var request =
                    request(path)
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofByteArray(
                                            JSON.writeValueAsBytes(body)));
            return send(key == null ? request : request.header("Idempotency-Key", key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode postForm(String path, Map<String, String> form) {
        var body =
                form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /// Streams a body into a file that does not exist yet.
    void download(String path, Path file) {
        try {
            var answer =
                    http.send(
                            request(path).timeout(Duration.ofMinutes(10)).GET().build(),
                            HttpResponse.BodyHandlers.ofFile(file));
            if (answer.statusCode() != 200) {
                throw new Refusal("the clip cannot be fetched: HTTP " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + bearer);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            var body = JSON.readTree(answer.body());
            if (answer.statusCode() >= 300) {
                throw new Refusal(body.at("/error/message").asText("HTTP " + answer.statusCode()));
            }
            return body;
        } catch (IOException e) {
            throw new Refusal("the api at " + url + " does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    @Override
    public void close() {
        http.close();
    }
}
