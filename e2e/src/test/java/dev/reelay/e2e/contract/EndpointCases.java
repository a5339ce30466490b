package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.reelay.e2e.contract.Inbox.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/// Registered endpoints of a running system, and what comes to them, verified with the reference
/// library for Java. The cases are in order.
final class EndpointCases implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDPOINTS = "/v1/webhooks/endpoints";
    private static final String DELIVERIES = "/v1/webhooks/deliveries";
    private static final String ALL = "/all";
    private static final String CHOSEN = "/chosen";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Inbox inbox = new Inbox();
    private final String url;
    private final String key;
    private final Path rotated;
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private String endpoint = "";
    private String video = "";

    /// @param rotated a file for what comes while two secrets sign
    EndpointCases(String url, String key, Path rotated) throws IOException {
        this.url = url;
        this.key = key;
        this.rotated = rotated;
    }

    /// Fails where the case fails.
    void check(String name) throws Exception {
        switch (name) {
            case "deliver" -> deliver();
            case "rotate" -> rotate();
            case "replay one" -> replayOne();
            case "replay a range" -> replayRange();
            case "test event" -> testEvent();
            case "gone" -> gone();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void deliver() throws Exception {
        endpoint = create(ALL, Map.of());
        var chosen = create(CHOSEN, Map.of("events", List.of("video.failed")));
        assertThat(secret(chosen)).isNotEqualTo(secret(endpoint));

        video = submit("a fox in the snow [sandbox clip=tiny]");
        var failing = submit("a fox in the rain [sandbox outcome=content_policy]");

        await().until(() -> types(video).contains("video.completed"));
        assertThat(types(video)).contains("video.queued").doesNotContain("video.failed");
        await().until(() -> types(failing).contains("video.failed"));
        var webhook = new Webhook(secret(endpoint));
        for (var message : inbox.at(ALL)) {
            webhook.verify(message.body(), message.headers());
            assertThat(event(message).path("id").asText()).isEqualTo(message.id());
            assertThat(message.body()).doesNotContain("a fox in");
            assertTamperedFails(webhook, message);
        }
        await().until(() -> !inbox.at(CHOSEN).isEmpty());
        assertThat(inbox.at(CHOSEN))
                .extracting(message -> event(message).path("type").asText())
                .containsOnly("video.failed");
        assertThat(inbox.at(CHOSEN).getFirst().body())
                .isEqualTo(of(failing, "video.failed").body());
    }

    private void rotate() throws Exception {
        var old = secret(endpoint);
        var path = ENDPOINTS + "/" + endpoint + "/secret/rotate";
        var now = call("POST", path, Map.of("overlap_seconds", 3600), 200).path("secret").asText();
        assertThat(now).isNotEqualTo(old);

        var during = submit("a fox at dusk [sandbox clip=tiny]");
        await().until(() -> types(during).contains("video.completed"));
        for (var secret : List.of(old, now)) {
            var webhook = new Webhook(secret);
            for (var message : of(during)) {
                webhook.verify(message.body(), message.headers());
                assertTamperedFails(webhook, message);
            }
        }
        keep(List.of(old, now), of(during));

        var last = call("POST", path, Map.of("overlap_seconds", 0), 200).path("secret").asText();
        var after = submit("a fox at dawn [sandbox clip=tiny]");
        await().until(() -> types(after).contains("video.completed"));
        var message = of(after, "video.completed");
        new Webhook(last).verify(message.body(), message.headers());
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> new Webhook(old).verify(message.body(), message.headers()));
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> new Webhook(now).verify(message.body(), message.headers()));
    }

    private void replayOne() throws Exception {
        var delivery = delivered(video);
        var first = of(video, "video.completed");
        var before = times(first.id());
        call("POST", DELIVERIES + "/" + delivery.path("id").asText() + "/replay", null, 202);
        await().until(() -> times(first.id()) > before);
        var again =
                inbox.at(ALL).stream().filter(m -> m.id().equals(first.id())).toList().getLast();
        assertThat(again.body()).isEqualTo(first.body());
        new Webhook(secret(endpoint)).verify(again.body(), again.headers());
    }

    private JsonNode delivered(String video) {
        var query = "?video=" + video + "&type=video.completed&endpoint=" + endpoint;
        await().until(
                        () ->
                                call("GET", DELIVERIES + query, null, 200)
                                        .at("/data/0/state")
                                        .asText(),
                        "delivered"::equals);
        var found = call("GET", DELIVERIES + query, null, 200).path("data");
        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("video").asText()).isEqualTo(video);
        return found.path(0);
    }

    private void replayRange() {
        var chosen = new HashMap<String, Object>();
        chosen.put("endpoint", endpoint);
        chosen.put("state", "delivered");
        chosen.put("types", List.of("video.failed"));
        chosen.put("since", begun.toString());
        chosen.put("dry_run", true);
        await().until(() -> replayed(chosen) > 0);
        var failed =
                inbox.at(ALL).stream()
                        .filter(m -> event(m).path("type").asText().equals("video.failed"))
                        .toList()
                        .getFirst()
                        .id();
        var before = times(failed);

        chosen.remove("dry_run");
        assertThat(replayed(chosen)).isPositive();
        await().until(() -> times(failed) > before);

        chosen.put("until", begun.toString());
        assertThat(replayed(chosen)).isZero();
    }

    private int replayed(Map<String, ?> chosen) {
        return call("POST", DELIVERIES + "/replay", chosen, 200).path("count").asInt();
    }

    private void testEvent() throws Exception {
        var path = ENDPOINTS + "/" + endpoint;
        call("PATCH", path, Map.of("enabled", false), 200);
        var delivery = call("POST", path + "/test", null, 202).path("delivery").asText();
        await().until(
                        () ->
                                call("GET", DELIVERIES + "/" + delivery, null, 200)
                                        .path("state")
                                        .asText(),
                        "delivered"::equals);
        var tests =
                inbox.at(ALL).stream()
                        .filter(m -> event(m).path("type").asText().equals("webhook.test"))
                        .toList();
        assertThat(tests).hasSize(1);
        new Webhook(secret(endpoint)).verify(tests.getFirst().body(), tests.getFirst().headers());
        call("PATCH", path, Map.of("enabled", true), 200);
    }

    private void gone() {
        var gone = create(Inbox.GONE, Map.of());
        submit("a fox in the wood [sandbox clip=tiny]");
        await().until(
                        () ->
                                call("GET", ENDPOINTS + "/" + gone, null, 200)
                                        .path("disabled_reason")
                                        .asText(),
                        "gone"::equals);
        assertThat(call("GET", ENDPOINTS + "/" + gone, null, 200).path("enabled").asBoolean())
                .isFalse();
    }

    private static void assertTamperedFails(Webhook webhook, Message message) {
        var headers = message.headers();
        var otherId = with(headers, "webhook-id", message.id() + "0");
        var at = Long.parseLong(message.header("webhook-timestamp"));
        var otherTime = with(headers, "webhook-timestamp", String.valueOf(at + 1));
        for (var wrong : List.of(otherId, otherTime)) {
            assertThatExceptionOfType(WebhookVerificationException.class)
                    .isThrownBy(() -> webhook.verify(message.body(), wrong));
        }
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> webhook.verify(message.body() + " ", headers));
    }

    private static HttpHeaders with(HttpHeaders headers, String name, String value) {
        var changed = new HashMap<String, List<String>>();
        headers.map().forEach((known, is) -> changed.put(known.toLowerCase(Locale.ROOT), is));
        changed.put(name, List.of(value));
        return HttpHeaders.of(changed, (_, _) -> true);
    }

    private void keep(List<String> secrets, List<Message> messages) throws IOException {
        var kept = new ArrayList<Map<String, Object>>();
        for (var message : messages) {
            var headers = new HashMap<String, String>();
            for (var name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
                headers.put(name, message.header(name));
            }
            kept.add(Map.of("headers", headers, "body", message.body()));
        }
        Files.write(rotated, JSON.writeValueAsBytes(Map.of("secrets", secrets, "messages", kept)));
    }

    private List<Message> of(String video) {
        return inbox.at(ALL).stream().filter(message -> message.body().contains(video)).toList();
    }

    private Message of(String video, String type) {
        return of(video).stream()
                .filter(message -> event(message).path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private List<String> types(String video) {
        return of(video).stream().map(m -> event(m).path("type").asText()).distinct().toList();
    }

    private long times(String id) {
        return inbox.at(ALL).stream().filter(message -> message.id().equals(id)).count();
    }

    private static JsonNode event(Message message) {
        try {
            return JSON.readTree(message.body());
        } catch (IOException e) {
            throw new AssertionError(message.body(), e);
        }
    }

    private String create(String path, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("url", inbox.url(path));
        return call("POST", ENDPOINTS, body, 201).path("id").asText();
    }

    private String secret(String id) {
        return call("GET", ENDPOINTS + "/" + id + "/secret", null, 200).path("secret").asText();
    }

    private String submit(String prompt) {
        var body = Map.of("model", "reelay/storyboard-1", "prompt", prompt, "seconds", "2");
        return call("POST", "/v1/videos", body, 200).path("id").asText();
    }

    /// @param body null for none
    private JsonNode call(String method, String path, @Nullable Map<String, ?> body, int expected) {
        try {
            var content =
                    body == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
            var request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
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

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200));
    }

    @Override
    public void close() {
        inbox.close();
        http.close();
    }
}
