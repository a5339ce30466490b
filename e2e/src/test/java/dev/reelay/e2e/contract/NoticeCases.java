package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import dev.reelay.e2e.contract.Inbox.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What happens to a tenant and to none of its videos, told to an endpoint that asked for it. Each
/// message is as its sample in `docs/webhooks.md`, but for ids, times and names.
final class NoticeCases implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("../docs/webhooks.md");
    private static final Pattern SAMPLE = Pattern.compile("(?ms)^```json\\n(\\{.*?)^```$");
    private static final String WATCHING = "/watching";
    private static final String MENDED = "/mended";
    private static final String SEES = "/sees";
    private static final String ID = "[a-z]+_[0-9a-f]{32}";

    private final Inbox inbox = new Inbox();
    private final Calls operator;
    private final Calls tenant;
    private final String id;
    private final String watching;
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private String gone = "";

    /// Makes a tenant of its own, with ten credits.
    NoticeCases(String url, String adminToken) throws IOException {
        operator = new Calls(url, adminToken);
        id =
                operator.call(
                                "POST",
                                "/admin/v1/tenants",
                                Map.of("name", "notices", "plan", "ultra"),
                                201)
                        .path("id")
                        .asText();
        grant("10");
        tenant = new Calls(url, key().path("key").asText());
        watching =
                tenant.endpoint(
                        inbox.url(WATCHING),
                        Map.of(
                                "events",
                                List.of("credits.low", "key.revoked", "endpoint.disabled")));
    }

    /// Fails where the case fails.
    void check(String name) throws Exception {
        switch (name) {
            case "credits.low" -> creditsLow();
            case "key.revoked" -> keyRevoked();
            case "endpoint.disabled" -> endpointDisabled();
            case "replay what was given up" -> replayGivenUp();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void creditsLow() throws Exception {
        operator.call("PUT", path("/alert"), Map.of("below", "10"), 200);
        submit(); // four seconds of 720p cost 0.8
        assertAsSample(told("credits.low"), Map.of());
    }

    private void keyRevoked() throws Exception {
        var key = key();
        var shown = key.path("key").asText();
        tenant.call("DELETE", "/v1/keys/" + key.path("id").asText(), null, 200);
        assertAsSample(
                told("key.revoked"),
                Map.of(
                        "id",
                        key.path("id").asText(),
                        "last4",
                        shown.substring(shown.length() - 4)));
    }

    private void endpointDisabled() throws Exception {
        gone = tenant.endpoint(inbox.url(Inbox.GONE), Map.of("events", List.of("video.queued")));
        submit();
        var told = told("endpoint.disabled");
        var since = told.at("/data/failing_since").asText();
        assertThat(Instant.parse(since)).isBetween(begun, Instant.now());
        assertAsSample(
                told,
                Map.of("id", gone, "url", inbox.url(""), "reason", "gone", "failing_since", since));
        assertThat(tenant.call("GET", Calls.ENDPOINTS + "/" + watching, null, 200).path("enabled"))
                .as("the one that was told")
                .hasToString("true");
    }

    /// After {@link #endpointDisabled}: the endpoint gets another address, and there what it
    /// missed.
    private void replayGivenUp() throws Exception {
        tenant.endpoint(inbox.url(SEES), Map.of("events", List.of("video.queued")));
        submit(); // nothing is owed to the disabled one
        Calls.await().until(() -> !inbox.at(SEES).isEmpty()); // then all is stored that is owed
        var missed = inbox.at(Inbox.GONE);
        assertThat(missed).hasSize(1);
        var chosen = new HashMap<String, Object>();
        chosen.put("endpoint", gone);
        chosen.put("since", begun.toString());
        chosen.put("until", Instant.now().plusSeconds(60).toString());
        assertThat(tenant.replay(chosen)).as("while it is disabled").isZero();

        tenant.call(
                "PATCH",
                Calls.ENDPOINTS + "/" + gone,
                Map.of("url", inbox.url(MENDED), "enabled", true),
                200);
        var earlier = new HashMap<String, Object>(chosen);
        earlier.put("since", begun.minusSeconds(60).toString());
        earlier.put("until", begun.toString());
        assertThat(tenant.replay(earlier)).as("a range before it").isZero();
        assertThat(tenant.replay(chosen)).isEqualTo(1);

        Calls.await().until(() -> !inbox.at(MENDED).isEmpty());
        var again = inbox.at(MENDED).getFirst();
        assertThat(again.id()).isEqualTo(missed.getFirst().id());
        assertThat(again.body()).isEqualTo(missed.getFirst().body());
        new Webhook(tenant.secret(gone)).verify(again.body(), again.headers());
    }

    /// The first message of a type, once it is there; its signature is right.
    private JsonNode told(String type) throws Exception {
        Calls.await().until(() -> first(type).isPresent());
        var message = first(type).orElseThrow();
        new Webhook(tenant.secret(watching)).verify(message.body(), message.headers());
        var told = JSON.readTree(message.body());
        assertThat(told.path("id").asText()).isEqualTo(message.id());
        return told;
    }

    private Optional<Message> first(String type) {
        return inbox.at(WATCHING).stream()
                .filter(message -> message.body().contains("\"type\":\"" + type + "\""))
                .findFirst();
    }

    /// @param data members that are another's than the sample's
    private static void assertAsSample(JsonNode told, Map<String, String> data) throws IOException {
        var sample = (ObjectNode) sample(told.path("type").asText());
        for (var name : data.keySet()) {
            var shown = sample.path("data").path(name).asText();
            if (shown.matches(ID)) {
                assertThat(data.get(name)).matches(shown.replaceAll("_.*", "_[0-9a-f]{32}"));
            }
            ((ObjectNode) sample.path("data")).put(name, data.get(name));
        }
        assertThat(told.path("id").asText()).matches(ID);
        assertThat(told.path("created_at").isIntegralNumber()).isTrue();
        sample.set("id", told.path("id"));
        sample.set("created_at", told.path("created_at"));
        assertThat(told).isEqualTo(sample);
    }

    private static JsonNode sample(String type) throws IOException {
        var found = SAMPLE.matcher(Files.readString(PAGE));
        while (found.find()) {
            var sample = JSON.readTree(found.group(1));
            if (sample.path("type").asText().equals(type)) {
                return sample;
            }
        }
        throw new AssertionError("the page has no sample of " + type);
    }

    private String path(String below) {
        return "/admin/v1/tenants/" + id + below;
    }

    private void grant(String credits) {
        operator.call("POST", path("/grants"), Map.of("credits", credits, "reason", "a test"), 201);
    }

    private JsonNode key() {
        return operator.call("POST", path("/keys"), Map.of("name", "n", "mode", "live"), 201);
    }

    private void submit() {
        var body =
                Map.of(
                        "model", "reelay/storyboard-1",
                        "prompt", "a fox in the snow [sandbox clip=tiny]");
        tenant.call("POST", "/v1/videos", body, 200);
    }

    @Override
    public void close() {
        inbox.close();
        tenant.close();
        operator.close();
    }
}
