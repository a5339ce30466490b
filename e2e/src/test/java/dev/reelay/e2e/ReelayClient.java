package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// The smallest client of the API: JSON over the JDK's HTTP client, nothing of ours.
final class ReelayClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final String key;
    private final String adminToken;

    ReelayClient(String url, String key, String adminToken) {
        this.url = url;
        this.key = key;
        this.adminToken = adminToken;
    }

    /// Submits; the answer's body whatever its status.
    Answer submit(Map<String, ?> body) {
        return send(request("/v1/videos", key).POST(json(body)));
    }

    /// Submits under an idempotency key, so that it can be sent again after a lost answer.
    Answer submit(String idempotencyKey, Map<String, ?> body) {
        return send(
                request("/v1/videos", key)
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(json(body)));
    }

    Answer video(String id) {
        return send(request("/v1/videos/" + id, key).GET());
    }

    Answer get(String path) {
        return send(request(path, key).GET());
    }

    Answer admin(String path) {
        return send(request("/admin/v1" + path, adminToken).GET());
    }

    /// @param method `POST`, `PATCH` or `PUT`
    Answer send(String method, String path, Map<String, ?> body) {
        return send(request(path, key).method(method, json(body)));
    }

    Answer operateDelete(String path) {
        return send(request("/admin/v1" + path, adminToken).DELETE());
    }

    Answer post(String path) {
        return send(request(path, key).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /// What an operator asks for.
    Answer operate(String method, String path, Map<String, ?> body) {
        return send(
                request("/admin/v1" + path, adminToken)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .method(method, json(body)));
    }

    /// A tenant with these live credits, on a plan of its own that holds nothing back but how many
    /// jobs it has at once; the tenant's id.
    String tenant(int jobsAtOnce, String credits) {
        var plan = "at-once-" + jobsAtOnce;
        var put =
                operate(
                        "PUT",
                        "/plans/" + plan,
                        Map.of(
                                "rank",
                                1000 + jobsAtOnce, // each plan has one of its own
                                "weight",
                                1,
                                "jobs_at_once",
                                jobsAtOnce,
                                "files_kept_seconds",
                                86_400));
        assertThat(put.status()).as(put.body().toString()).isEqualTo(200);
        var tenant = operate("POST", "/tenants", Map.of("name", "t", "plan", plan)).text("id");
        var granted =
                operate(
                        "POST",
                        "/tenants/" + tenant + "/grants",
                        Map.of("credits", credits, "reason", "a test"));
        assertThat(granted.status()).as(granted.body().toString()).isEqualTo(201);
        return tenant;
    }

    /// A new live key of a tenant.
    String liveKey(String tenant) {
        return operate("POST", "/tenants/" + tenant + "/keys", Map.of("name", "k", "mode", "live"))
                .text("key");
    }

    /// The same as a tenant's key sees it.
    ReelayClient as(String other) {
        return new ReelayClient(url, other, adminToken);
    }

    /// Downloads to the file; the status.
    int download(String id, Path file) {
        try {
            return http.send(
                            request("/v1/videos/" + id + "/content", key).GET().build(),
                            HttpResponse.BodyHandlers.ofFile(file))
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher json(Map<String, ?> body) {
        try {
            return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    /// An HTTP answer with a JSON body.
    record Answer(int status, JsonNode body) {
        String text(String member) {
            return body.path(member).asText();
        }
    }
}
