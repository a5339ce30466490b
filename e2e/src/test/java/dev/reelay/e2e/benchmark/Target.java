package dev.reelay.e2e.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/// The service under load, over kept-alive connections, and a tenant with enough credits whose plan
/// limits no requests.
final class Target implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CREDITS = "1000000";
    private static final String PLAN = "benchmark";
    private static final Map<String, String> SHORTEST =
            Map.of(
                    "model", "reelay/storyboard-1",
                    "prompt", "[sandbox clip=tiny] a red kite over the sea",
                    "seconds", "1",
                    "size", "854x480");

    private final CloseableHttpClient http;
    private final String url;
    private final String key;

    private Target(CloseableHttpClient http, String url, String key) {
        this.http = http;
        this.url = url;
        this.key = key;
    }

    /// @param url with `/v1`
    static Target open(String url, String adminToken, int connections) throws IOException {
        var http =
                HttpClients.custom()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setMaxConnTotal(connections)
                                        .setMaxConnPerRoute(connections)
                                        .build())
                        .build();
        var operator = new Target(http, url, adminToken);
        operator.plan(PLAN, 4, 16, 200);
        return operator.tenant(PLAN);
    }

    /// Makes a plan whose tenants share evenly and are refused nothing; this one's key is the
    /// operator's.
    void evenPlan(String id) throws IOException {
        plan(id, 1000, 1, 1000);
    }

    private void plan(String id, int rank, int weight, int jobsAtOnce) throws IOException {
        var put = new HttpPut(url + "/admin/v1/plans/" + id);
        put.setEntity(
                json(
                        Map.of(
                                "rank",
                                rank,
                                "weight",
                                weight,
                                "jobs_at_once",
                                jobsAtOnce,
                                "files_kept_seconds",
                                Duration.ofDays(1).toSeconds())));
        send(put);
    }

    /// The same service with another key.
    Target as(String other) {
        return new Target(http, url, other);
    }

    /// A fresh tenant of a plan; this one's key is the operator's.
    Target tenant(String plan) throws IOException {
        var tenants = "/admin/v1/tenants";
        var tenant = post(tenants, Map.of("name", "a benchmark", "plan", plan)).path("id").asText();
        post(
                tenants + "/" + tenant + "/grants",
                Map.of("credits", CREDITS, "reason", "a benchmark"));
        var made =
                post(
                        tenants + "/" + tenant + "/keys",
                        Map.of("name", "a benchmark", "mode", "live"));
        return as(made.path("key").asText());
    }

    String url() {
        return url;
    }

    /// The tenant's key.
    String key() {
        return key;
    }

    /// Submits the shortest job; its id.
    String submit() throws IOException {
        return post("/v1/videos", SHORTEST).path("id").asText();
    }

    /// Submits the shortest job, whose end is told to the address.
    void submit(String key, String callback) throws IOException {
        var body = new HashMap<>(SHORTEST);
        body.put("callback_url", callback);
        post("/v1/videos", key, body);
    }

    /// Submits a job that takes so many seconds and hardly any work; its id.
    String submit(int seconds) throws IOException {
        var body = new HashMap<>(SHORTEST);
        body.put("prompt", "[sandbox clip=tiny delay=%ds] a red kite".formatted(seconds));
        return post("/v1/videos", body).path("id").asText();
    }

    /// Submits a job whose clip is some megabytes; its id.
    String longClip() throws IOException {
        return post(
                        "/v1/videos",
                        Map.of(
                                "model", "reelay/storyboard-1",
                                "prompt", "a benchmark",
                                "seconds", "30",
                                "size", "1920x1080"))
                .path("id")
                .asText();
    }

    /// The status of a job.
    String status(String video) throws IOException {
        return send(new HttpGet(url + "/v1/videos/" + video)).path("status").asText();
    }

    /// Reads a file to its end; its size in bytes.
    long content(String video) throws IOException {
        return http.execute(
                authorised(new HttpGet(url + "/v1/videos/" + video + "/content")),
                answer -> {
                    if (answer.getCode() != 200) {
                        throw new IOException("content answered " + answer.getCode());
                    }
                    answer.getEntity().writeTo(OutputStream.nullOutputStream());
                    return answer.getEntity().getContentLength();
                });
    }

    private JsonNode post(String path, Map<String, ?> body) throws IOException {
        return post(path, UUID.randomUUID().toString(), body);
    }

    private JsonNode post(String path, String key, Map<String, ?> body) throws IOException {
        var post = new HttpPost(url + path);
        post.setHeader("Idempotency-Key", key);
        post.setEntity(json(body));
        return send(post);
    }

    private static StringEntity json(Map<String, ?> body) throws IOException {
        return new StringEntity(JSON.writeValueAsString(body), ContentType.APPLICATION_JSON);
    }

    private JsonNode send(HttpUriRequestBase request) throws IOException {
        return http.execute(
                authorised(request),
                answer -> {
                    var text = EntityUtils.toString(answer.getEntity(), StandardCharsets.UTF_8);
                    if (answer.getCode() / 100 != 2) {
                        throw new IOException("answered " + answer.getCode() + ": " + text);
                    }
                    return JSON.readTree(text);
                });
    }

    private HttpUriRequestBase authorised(HttpUriRequestBase request) {
        request.setHeader("Authorization", "Bearer " + key);
        return request;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
