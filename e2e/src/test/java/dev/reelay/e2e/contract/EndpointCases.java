package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.reelay.e2e.contract.Inbox.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/// Registered endpoints of a running system, and what comes to them, verified with the reference
/// library for Java. The cases are in order.
final class EndpointCases implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDPOINTS = Calls.ENDPOINTS;
    private static final String DELIVERIES = Calls.DELIVERIES;
    private static final String ALL = "/all";
    private static final String CHOSEN = "/chosen";

    private final Calls calls;
    private final Inbox inbox = new Inbox();
    private final Path kept;
    private final List<Signed> signed = new ArrayList<>();
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private String endpoint = "";
    private String video = "";

    /// @param kept a file for what came, with its secrets
    EndpointCases(String url, String key, Path kept) throws IOException {
        calls = new Calls(url, key);
        this.kept = kept;
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
            case "a thousand" -> thousand();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void deliver() throws Exception {
        endpoint = create(ALL, Map.of());
        var chosen = create(CHOSEN, Map.of("events", List.of("video.failed")));
        assertThat(calls.secret(chosen)).isNotEqualTo(calls.secret(endpoint));

        video = submit("a fox in the snow [sandbox clip=tiny]");
        var failing = submit("a fox in the rain [sandbox outcome=content_policy]");

        await().until(() -> types(video).contains("video.completed"));
        assertThat(types(video)).contains("video.queued").doesNotContain("video.failed");
        await().until(() -> types(failing).contains("video.failed"));
        for (var message : inbox.at(ALL)) {
            new Signed(message, List.of(calls.secret(endpoint)), List.of(calls.secret(chosen)))
                    .checkEachByte();
            assertThat(event(message).path("id").asText()).isEqualTo(message.id());
            assertThat(message.body()).doesNotContain("a fox in");
        }
        await().until(() -> !inbox.at(CHOSEN).isEmpty());
        assertThat(inbox.at(CHOSEN))
                .extracting(message -> event(message).path("type").asText())
                .containsOnly("video.failed");
        assertThat(inbox.at(CHOSEN).getFirst().body())
                .isEqualTo(of(failing, "video.failed").body());
    }

    private void rotate() throws Exception {
        var old = calls.secret(endpoint);
        var now = calls.rotate(endpoint, 3600);
        assertThat(now).isNotEqualTo(old);
        var during = submit("a fox at dusk [sandbox clip=tiny]");
        await().until(() -> types(during).contains("video.completed"));
        var signedByBoth = of(during); // what comes later is signed anew

        var last = calls.rotate(endpoint, 0);
        var after = submit("a fox at dawn [sandbox clip=tiny]");
        await().until(() -> types(after).contains("video.completed"));

        signedByBoth.forEach(m -> signed.add(new Signed(m, List.of(old, now), List.of(last))));
        of(after).forEach(m -> signed.add(new Signed(m, List.of(last), List.of(old, now))));
        for (var one : signed) {
            one.checkEachByte();
        }
    }

    /// After {@link #rotate}, whose messages are kept with them.
    private void thousand() throws Exception {
        var many = new ManyDeliveries(calls, inbox).make();
        assertThat(many).hasSize(1000);
        for (var number = 0; number < many.size(); number++) {
            many.get(number).check(number);
        }
        signed.addAll(many);
        Signed.write(kept, signed);
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
        new Webhook(calls.secret(endpoint)).verify(again.body(), again.headers());
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
        await().until(() -> calls.replay(chosen) > 0);
        var failed =
                inbox.at(ALL).stream()
                        .filter(m -> event(m).path("type").asText().equals("video.failed"))
                        .toList()
                        .getFirst()
                        .id();
        var before = times(failed);

        chosen.remove("dry_run");
        assertThat(calls.replay(chosen)).isPositive();
        await().until(() -> times(failed) > before);

        chosen.put("until", begun.toString());
        assertThat(calls.replay(chosen)).isZero();
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
        new Webhook(calls.secret(endpoint))
                .verify(tests.getFirst().body(), tests.getFirst().headers());
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
        return calls.endpoint(inbox.url(path), more);
    }

    private String submit(String prompt) {
        var body = Map.of("model", "reelay/storyboard-1", "prompt", prompt, "seconds", "2");
        return call("POST", "/v1/videos", body, 200).path("id").asText();
    }

    private JsonNode call(String method, String path, @Nullable Map<String, ?> body, int expected) {
        return calls.call(method, path, body, expected);
    }

    private static ConditionFactory await() {
        return Calls.await();
    }

    @Override
    public void close() {
        inbox.close();
        calls.close();
    }
}
