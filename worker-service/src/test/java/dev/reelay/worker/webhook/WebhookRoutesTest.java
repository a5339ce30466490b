package dev.reelay.worker.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.standardwebhooks.Webhook;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.NoticesStored;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.event.TenantNotice;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.TenantId;
import dev.reelay.testing.RealParts;
import dev.reelay.worker.ServiceTokens;
import dev.reelay.worker.webhook.Receiver.Reply;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The routes that the api calls, on the worker as it is deployed.
@QuarkusTest
@TestProfile(WebhookLineTest.OnThisMachine.class)
@QuarkusTestResource(ServiceTokens.class)
class WebhookRoutesTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @Inject Jdbi jdbi;

    private final Receiver receiver = new Receiver();
    private final TenantId tenant = TenantId.next();

    @AfterEach
    void close() {
        receiver.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await();
    }

    private RequestSpecification api() {
        return api(tenant);
    }

    private static RequestSpecification api(TenantId tenant) {
        return given().auth()
                .oauth2(ServiceTokens.of("worker-service"))
                .contentType(ContentType.JSON)
                .basePath("/internal/tenants/" + tenant);
    }

    private String register() {
        return api().body("{\"url\":\"%s\"}".formatted(receiver.url("/hook")))
                .post("/endpoints")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String test(String endpoint) {
        return api().post("/endpoints/{id}/test", endpoint)
                .then()
                .statusCode(202)
                .extract()
                .path("delivery");
    }

    private String state(String delivery) {
        return api().get("/deliveries/{id}", delivery)
                .then()
                .statusCode(200)
                .extract()
                .path("state");
    }

    @Test
    void when_the_token_is_missing_or_for_another_service_then_nothing_is_answered() {
        var route = "/internal/tenants/" + tenant + "/endpoints";
        given().get(route).then().statusCode(401);
        given().auth()
                .oauth2(ServiceTokens.of("billing-service"))
                .get(route)
                .then()
                .statusCode(401);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void when_an_endpoint_is_registered_then_it_is_shown_and_changed_and_removed() {
        var id =
                api().body(
                                """
                                {"url":"https://Hooks.example.com","events":["video.failed",
                                 "video.completed"],"description":"ours \\ud83d\\ude00"}""")
                        .post("/endpoints")
                        .then()
                        .statusCode(201)
                        .body("id", matchesPattern("we_[0-9a-f]{32}"))
                        .body("object", equalTo("webhook.endpoint"))
                        .body("url", equalTo("https://hooks.example.com/"))
                        .body("events", contains("video.completed", "video.failed"))
                        .body("description", equalTo("ours 😀"))
                        .body("enabled", equalTo(true))
                        .body("disabled_reason", nullValue())
                        .body("failing_since", nullValue())
                        .body("created_at", matchesPattern(TIME))
                        .body("updated_at", matchesPattern(TIME))
                        .extract()
                        .<String>path("id");

        api().body("{\"events\":null,\"enabled\":false}")
                .patch("/endpoints/{id}", id)
                .then()
                .statusCode(200)
                .body("events", nullValue())
                .body("enabled", equalTo(false))
                .body("disabled_reason", nullValue())
                .body("description", equalTo("ours 😀"));
        for (var call : List.of("GET", "PATCH", "DELETE")) {
            api(TenantId.next())
                    .body("{}")
                    .request(call, "/endpoints/{id}", id)
                    .then()
                    .statusCode(404);
        }
        api().delete("/endpoints/{id}", id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("object", equalTo("webhook.endpoint.deleted"))
                .body("deleted", equalTo(true));
        api().get("/endpoints/{id}", id).then().statusCode(404);
    }

    @Test
    void when_there_are_several_then_they_are_listed_in_pages_and_twenty_are_the_most() {
        var ids = new ArrayList<String>();
        for (var i = 0; i < 20; i++) {
            ids.add(register());
        }
        api().body("{\"url\":\"%s\"}".formatted(receiver.url("/")))
                .post("/endpoints")
                .then()
                .statusCode(409);

        api().queryParam("limit", 19)
                .get("/endpoints")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", equalTo(ids.subList(0, 19)))
                .body("first_id", equalTo(ids.getFirst()))
                .body("last_id", equalTo(ids.get(18)))
                .body("has_more", equalTo(true));
        api().queryParam("after", ids.get(18))
                .get("/endpoints")
                .then()
                .body("data.id", contains(ids.getLast()))
                .body("has_more", equalTo(false));
    }

    @Test
    void when_a_registration_is_repeated_under_its_key_then_there_is_one_endpoint() {
        var body = "{\"url\":\"%s\"}".formatted(receiver.url("/"));
        var key = "key " + UUID.randomUUID();
        var first =
                api().header("Idempotency-Key", key)
                        .body(body)
                        .post("/endpoints")
                        .then()
                        .statusCode(201);

        api().header("Idempotency-Key", key)
                .body(body)
                .post("/endpoints")
                .then()
                .statusCode(200)
                .body("id", equalTo(first.extract().path("id")));
        api(TenantId.next())
                .header("Idempotency-Key", key)
                .body(body)
                .post("/endpoints")
                .then()
                .statusCode(201);
    }

    @Test
    void when_a_key_comes_with_another_body_then_nothing_is_made_and_the_first_stays() {
        var key = "key " + UUID.randomUUID();
        var hook = receiver.url("/hook");
        var body =
                "{\"url\":\"%s\",\"events\":[\"video.failed\",\"video.completed\"]}"
                        .formatted(hook);
        var made =
                api().header("Idempotency-Key", key)
                        .body(body)
                        .post("/endpoints")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id");

        for (var other :
                List.of(
                        "{\"url\":\"%s\"}".formatted(hook),
                        body.replace("/hook", "/other"),
                        body.replace("video.failed", "video.expired"),
                        body.replace("{", "{\"description\":\"another\","),
                        body.replace("{", "{\"enabled\":false,"))) {
            api().header("Idempotency-Key", key)
                    .body(other)
                    .post("/endpoints")
                    .then()
                    .statusCode(412);
        }

        // What it has become since does not count, nor how the same is written.
        api().body("{\"description\":\"changed\"}")
                .patch("/endpoints/{id}", made)
                .then()
                .statusCode(200);
        api().header("Idempotency-Key", key)
                .body(
                        "{\"events\":[\"video.completed\",\"video.failed\"],\"url\":\"%s\",\"description\":null}"
                                .formatted(hook))
                .post("/endpoints")
                .then()
                .statusCode(200)
                .body("id", equalTo(made));
        api().get("/endpoints").then().body("data.id", contains(made));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                             | url",
                "{\"url\":null}                                                 | url",
                "{\"url\":7}                                                    | url",
                "{\"url\":\"http://10.0.0.1/\"}                                 | url",
                "{\"url\":\"https://user@example.com/\"}                        | url",
                "{\"url\":\"https://example.com/\",\"events\":[]}               | events",
                "{\"url\":\"https://example.com/\",\"events\":[\"video.lost\"]} | events",
                "{\"url\":\"https://example.com/\",\"events\":{\"a\":1}}        | events",
                "{\"url\":\"https://example.com/\",\"enabled\":\"yes\"}         | enabled",
                "{\"url\":\"https://example.com/\",\"description\":\"\\u0000\"} | description",
                "{\"url\":\"https://example.com/\",\"secret\":\"x\"}            | body",
                "{\"url\":\"https://example.com/\",\"url\":\"https://b.com/\"}  | body",
                "[]                                                             | body",
                "nonsense                                                       | body"
            })
    void when_a_member_is_invalid_then_it_is_named(String body, String field) {
        api().body(body)
                .post("/endpoints")
                .then()
                .statusCode(422)
                .body("field", equalTo(field))
                .body("why", startsWith(field.equals("url") ? "" : "must "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "after=we_1",
                "state=lost",
                "type=video.lost",
                "event=%00",
                "job=1",
                "endpoint=we_%00",
                "since=yesterday",
                "until=-999999999-01-01T00:00:00Z"
            })
    void when_a_parameter_is_invalid_then_it_is_named(String parameter) {
        api().urlEncodingEnabled(false)
                .get("/deliveries?" + parameter)
                .then()
                .statusCode(422)
                .body("field", equalTo(parameter.substring(0, parameter.indexOf('='))));
    }

    @Test
    void when_a_test_is_asked_for_then_it_arrives_signed_even_at_a_disabled_endpoint()
            throws Exception {
        var endpoint = register();
        api().body("{\"enabled\":false}").patch("/endpoints/{id}", endpoint).then().statusCode(200);

        var delivery = test(endpoint);

        await().until(() -> state(delivery).equals("delivered"));
        var got = receiver.got.getFirst();
        var secret = api().get("/endpoints/{id}/secret", endpoint).then().statusCode(200);
        secret.body("public_key", startsWith("whpk_")).body("previous_until", nullValue());
        new Webhook(secret.extract().<String>path("secret"))
                .verify(
                        got.text(),
                        HttpHeaders.of(
                                Map.of(
                                        "webhook-id", List.of(got.id()),
                                        "webhook-timestamp", List.of(got.timestamp()),
                                        "webhook-signature", List.of(got.signature())),
                                (_, _) -> true));
        api().get("/deliveries/{id}", delivery)
                .then()
                .body("object", equalTo("webhook.delivery"))
                .body("endpoint", equalTo(endpoint))
                .body("event", equalTo(got.id()))
                .body("type", equalTo("webhook.test"))
                .body("video", nullValue())
                .body("attempt_count", equalTo(1))
                .body("next_attempt_at", nullValue())
                .body("ended_at", matchesPattern(TIME))
                .body("last_status", equalTo(200))
                .body("attempts[0].number", equalTo(1))
                .body("attempts[0].status", equalTo(200))
                .body("attempts[0].started_at", matchesPattern(TIME));
    }

    @Test
    void when_secrets_are_rotated_then_they_are_others_for_each_owner() {
        var endpoint = register();
        var before = api().get("/endpoints/{id}/secret", endpoint).then().extract();

        var after =
                api().post("/endpoints/{id}/secret/rotate", endpoint)
                        .then()
                        .statusCode(200)
                        .body("previous_until", matchesPattern(TIME))
                        .extract();

        assertThat(after.<String>path("secret")).isNotEqualTo(before.path("secret"));
        assertThat(after.<String>path("public_key")).isNotEqualTo(before.path("public_key"));
        var callback = api().get("/callback-secret").then().statusCode(200).extract();
        api().body("{\"overlap_seconds\":0}")
                .post("/callback-secret/rotate")
                .then()
                .statusCode(200)
                .body("previous_until", nullValue())
                .body("secret", not(equalTo(callback.path("secret"))));
        api().body("{\"overlap_seconds\":604801}")
                .post("/callback-secret/rotate")
                .then()
                .statusCode(422)
                .body("field", equalTo("overlap_seconds"));
    }

    @Test
    void when_deliveries_have_ended_then_they_are_listed_newest_first_and_sent_again() {
        var endpoint = register();
        receiver.reply = _ -> new Reply(500, null);
        var first = test(endpoint);
        var second = test(endpoint);
        await().until(() -> state(first).equals("exhausted") && state(second).equals("exhausted"));

        api().queryParam("endpoint", endpoint)
                .queryParam("state", "exhausted")
                .queryParam("type", "webhook.test")
                .queryParam("since", "2026-01-01T00:00:00Z")
                .queryParam("limit", 1)
                .get("/deliveries")
                .then()
                .statusCode(200)
                .body("data.id", contains(second))
                .body("has_more", equalTo(true));
        api().queryParam("after", second)
                .get("/deliveries")
                .then()
                .body("data.id", contains(first));
        api(TenantId.next())
                .get("/deliveries")
                .then()
                .statusCode(200)
                .body("data.size()", equalTo(0));
        receiver.reply = _ -> new Reply(200, null);
        api().post("/deliveries/{id}/replay", first)
                .then()
                .statusCode(202)
                .body("id", equalTo(first));
        await().until(() -> state(first).equals("delivered"));
        api().body("{\"dry_run\":true}")
                .post("/deliveries/replay")
                .then()
                .statusCode(200)
                .body("count", equalTo(1));
        api().body("{\"endpoint\":\"%s\"}".formatted(endpoint))
                .post("/deliveries/replay")
                .then()
                .statusCode(200)
                .body("count", equalTo(1));
        await().until(() -> state(second).equals("delivered"));
    }

    @Test
    void when_an_endpoint_says_that_it_is_gone_then_the_api_is_told_until_it_has_it() {
        var settings = new HashMap<String, Object>(RealParts.kafka());
        try (var say =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            settings.put("group.id", "test-" + UUID.randomUUID());
            settings.put("auto.offset.reset", "earliest");
            settings.put("metadata.max.age.ms", "1000");
            try (var hear =
                    new KafkaConsumer<>(
                            settings, new StringDeserializer(), new StringDeserializer())) {
                hear.subscribe(List.of(Topics.TENANT_NOTICES));
                var endpoint = register();
                receiver.reply = _ -> new Reply(410, null);
                var asked = WebhookBench.asked(tenant, receiver.url("/"));
                var event =
                        new TenantEvent(
                                asked.id(), tenant, asked.type(), asked.job(), asked.body(), null);
                say.send(new ProducerRecord<>(Topics.TENANT_EVENTS, EventJson.write(event)));
                var notices = new ArrayList<TenantNotice>();
                await().until(
                                () -> {
                                    hear.poll(Duration.ofMillis(200))
                                            .forEach(r -> notices.add(notice(r.value())));
                                    notices.removeIf(one -> !one.tenant().equals(tenant));
                                    return notices.size() >= 2;
                                });
                assertThat(notices)
                        .extracting(TenantNotice::id)
                        .containsOnly(notices.getFirst().id());
                assertThat(notices.getFirst().data().get("id").asText()).isEqualTo(endpoint);
                api().get("/endpoints/{id}", endpoint)
                        .then()
                        .body("enabled", equalTo(false))
                        .body("disabled_reason", equalTo("gone"))
                        .body("failing_since", matchesPattern(TIME));

                say.send(
                        new ProducerRecord<>(
                                Topics.TENANT_NOTICES_STORED,
                                EventJson.write(
                                        new NoticesStored(List.of(notices.getFirst().id())))));
                await().until(() -> owed(notices.getFirst().id()) == 0);
            }
        }
    }

    private int owed(UUID notice) {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select count(*) from endpoint where notice_id = :notice")
                                .bind("notice", notice)
                                .mapTo(Integer.class)
                                .one());
    }

    private static TenantNotice notice(String text) {
        return EventJson.read(text, TenantNotice.class);
    }
}
