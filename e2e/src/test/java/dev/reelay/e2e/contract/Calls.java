package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/// Calls of a running system under one key, in JSON, and what tests of webhooks ask for most.
final class Calls implements AutoCloseable {
    static final String ENDPOINTS = "/v1/webhooks/endpoints";
    static final String DELIVERIES = "/v1/webhooks/deliveries";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String key;

    Calls(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /// The answer's body. Fails where the status is another.
    ///
    /// @param body null for none
    JsonNode call(String method, String path, @Nullable Map<String, ?> body, int expected) {
        try {
            var content =
                    body == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
            var request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .method(method, content)
                            .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Registers an endpoint; its id.
    ///
    /// @param more than its address
    String endpoint(String address, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("url", address);
        return call("POST", ENDPOINTS, body, 201).path("id").asText();
    }

    String secret(String endpoint) {
        return call("GET", ENDPOINTS + "/" + endpoint + "/secret", null, 200)
                .path("secret")
                .asText();
    }

    /// Makes a new secret; the one before signs too for so long.
    String rotate(String endpoint, int overlapSeconds) {
        var path = ENDPOINTS + "/" + endpoint + "/secret/rotate";
        return call("POST", path, Map.of("overlap_seconds", overlapSeconds), 200)
                .path("secret")
                .asText();
    }

    /// How many deliveries are sent again.
    int replay(Map<String, ?> chosen) {
        return call("POST", DELIVERIES + "/replay", chosen, 200).path("count").asInt();
    }

    static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200));
    }

    @Override
    public void close() {
        http.close();
    }
}
