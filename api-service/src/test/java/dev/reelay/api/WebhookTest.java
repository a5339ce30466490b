package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.contract.OpenApi;
import dev.reelay.api.contract.Request;
import dev.reelay.api.contract.Verdict;
import dev.reelay.api.contract.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Endpoints, secrets and deliveries as tenants have them, with the real worker behind. What is
/// delivered is for the whole system's tests.
@QuarkusTest
class WebhookTest {
    private static final String ENDPOINTS = "/v1/webhooks/endpoints";
    private static final String DELIVERIES = "/v1/webhooks/deliveries";
    private static final String URL = "https://hooks.reelay-test.invalid/in?token=of-the-tenant";

    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private RequestSpecification with(Object body) {
        return tenant.live().contentType(ContentType.JSON).body(body);
    }

    private Response create(Map<String, ?> body) {
        return with(body).post(ENDPOINTS);
    }

    private String endpoint() {
        return create(Map.of("url", URL)).then().statusCode(201).extract().path("id");
    }

    private String reader() {
        return TestTenant.operator()
                .body(Map.of("name", "r", "mode", "live", "scopes", List.of("jobs:read")))
                .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    @Nested
    class GivenNoEndpoint {
        @Test
        void when_one_is_made_then_it_is_shown_and_all_that_happens_will_be_handed_over() {
            var made =
                    create(
                            Map.of(
                                    "url",
                                    "HTTPS://Hooks.reelay-test.invalid",
                                    "events",
                                    List.of("video.completed", "credits.low"),
                                    "description",
                                    "the shop"));
            made.then()
                    .statusCode(201)
                    .body("id", matchesPattern("we_[0-9a-f]{32}"))
                    .body("object", equalTo("webhook.endpoint"))
                    .body("url", equalTo("https://hooks.reelay-test.invalid/"))
                    .body("description", equalTo("the shop"))
                    .body("enabled", equalTo(true))
                    .body("disabled_reason", nullValue());
            assertThat(made.<List<String>>path("events"))
                    .containsExactlyInAnyOrder("video.completed", "credits.low");
            assertThat(tenant.get(ENDPOINTS + "/" + made.path("id")).asString())
                    .isEqualTo(made.asString());
            assertThat(hasEndpoints()).isTrue();
        }

        private boolean hasEndpoints() {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery("select has_endpoints from tenant where id = :id")
                                    .bind("id", UUID.fromString(tenant.id()))
                                    .mapTo(Boolean.class)
                                    .one());
        }

        @Test
        void when_the_same_key_comes_again_then_there_is_one_endpoint() {
            var key = UUID.randomUUID().toString();
            var body = Map.of("url", URL);
            var first = with(body).header("Idempotency-Key", key).post(ENDPOINTS);
            first.then().statusCode(201);
            with(body)
                    .header("Idempotency-Key", key)
                    .post(ENDPOINTS)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(first.path("id")));
            with(Map.of("url", URL, "events", List.of("video.failed")))
                    .header("Idempotency-Key", key)
                    .post(ENDPOINTS)
                    .then()
                    .statusCode(422)
                    .body("error.message", containsString("Idempotency-Key"));
            assertThat(tenant.get(ENDPOINTS).<List<?>>path("data")).hasSize(1);
        }

        @Test
        void when_there_are_twenty_then_no_more_are_made_and_pages_show_all_in_order() {
            for (var i = 0; i < 20; i++) {
                endpoint();
            }
            create(Map.of("url", URL))
                    .then()
                    .statusCode(409)
                    .body("error.message", containsString("20"));
            var first = tenant.get(ENDPOINTS + "?limit=15");
            first.then().statusCode(200).body("has_more", equalTo(true));
            var second = tenant.get(ENDPOINTS + "?after=" + first.path("last_id"));
            second.then().statusCode(200).body("has_more", equalTo(false));
            assertThat(
                            Stream.concat(
                                            first.<List<String>>path("data.id").stream(),
                                            second.<List<String>>path("data.id").stream())
                                    .distinct())
                    .hasSize(20);
        }

        static Stream<Arguments> bad() {
            return Stream.of(
                    bad("url", "http://hooks.example.com/", "invalid_value", "https"),
                    bad("url", "https://10.0.0.1/", "invalid_value", "IP address"),
                    bad("url", "https://hooks.internal/", "invalid_value", "public internet"),
                    bad("url", List.of(URL), "invalid_value", "string"),
                    bad("events", List.of(), "invalid_value", "events"),
                    bad("events", List.of("video.made"), "invalid_value", "events"),
                    bad("events", List.of("nonsense"), "invalid_value", "events"),
                    bad("events", "video.completed", "invalid_value", "list"),
                    bad("events", List.of(1), "invalid_value", "list"),
                    bad("description", "x".repeat(501), "invalid_value", "500"),
                    bad("description", 5, "invalid_value", "string"),
                    bad("enabled", "yes", "invalid_value", "true or false"),
                    bad("secret", "mine", "unknown_parameter", "secret"));
        }

        private static Arguments bad(String field, Object value, String code, String why) {
            return Arguments.of(field, value, code, why);
        }

        @ParameterizedTest
        @MethodSource("bad")
        void when_it_is_asked_for_wrongly_then_the_field_is_named_and_none_is_made(
                String field, Object value, String code, String why) {
            var body = new HashMap<String, Object>();
            body.put("url", URL);
            body.put(field, value);
            create(body)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo(code))
                    .body("error.param", equalTo(field))
                    .body("error.message", containsString(why));
            assertThat(tenant.get(ENDPOINTS).<List<?>>path("data")).isEmpty();
        }

        @Test
        void when_the_address_is_missing_then_that_is_said() {
            create(Map.of("description", "of nothing"))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("missing_required_parameter"))
                    .body("error.param", equalTo("url"));
        }

        @Test
        void when_a_form_or_a_wrong_key_comes_then_it_is_refused() {
            tenant.live().multiPart("url", URL).post(ENDPOINTS).then().statusCode(415);
            with(Map.of("url", URL))
                    .header("Idempotency-Key", "x".repeat(256))
                    .post(ENDPOINTS)
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("Idempotency-Key"));
        }
    }

    @Nested
    class GivenAnEndpoint {
        private String id;
        private String path;

        @BeforeEach
        void make() {
            id = endpoint();
            path = ENDPOINTS + "/" + id;
        }

        @Test
        void when_it_is_changed_then_only_what_was_said_changes() {
            with(Map.of("events", List.of("video.failed"), "description", "d"))
                    .patch(path)
                    .then()
                    .statusCode(200)
                    .body("events", equalTo(List.of("video.failed")))
                    .body("description", equalTo("d"))
                    .body("url", equalTo(URL));
            with(Map.of("enabled", false))
                    .patch(path)
                    .then()
                    .statusCode(200)
                    .body("enabled", equalTo(false))
                    .body("events", equalTo(List.of("video.failed")));
            var nothing = new HashMap<String, @Nullable Object>();
            nothing.put("events", null);
            nothing.put("description", null);
            with(nothing)
                    .patch(path)
                    .then()
                    .statusCode(200)
                    .body("events", nullValue())
                    .body("description", nullValue())
                    .body("enabled", equalTo(false));
        }

        @Test
        void when_it_is_deleted_then_it_is_gone() {
            tenant.live()
                    .delete(path)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id))
                    .body("object", equalTo("webhook.endpoint.deleted"))
                    .body("deleted", equalTo(true));
            tenant.get(path).then().statusCode(404);
            tenant.live().delete(path).then().statusCode(404);
        }

        @Test
        void when_another_tenant_names_it_then_it_is_unknown_there() {
            var stranger = TestTenant.rich();
            stranger.get(path).then().statusCode(404);
            stranger.get(path + "/secret").then().statusCode(404);
            stranger.live().post(path + "/secret/rotate").then().statusCode(404);
            stranger.live().post(path + "/test").then().statusCode(404);
            stranger.live().delete(path).then().statusCode(404);
            stranger.live()
                    .contentType(ContentType.JSON)
                    .body(Map.of("enabled", false))
                    .patch(path)
                    .then()
                    .statusCode(404);
            assertThat(stranger.get(ENDPOINTS).<List<?>>path("data")).isEmpty();
            tenant.get(path).then().statusCode(200).body("enabled", equalTo(true));
        }

        @Test
        void when_a_key_may_only_read_then_it_sees_the_endpoint_and_no_secret() {
            var key = reader();
            TestTenant.as(key).get(path).then().statusCode(200);
            TestTenant.as(key).get(ENDPOINTS).then().statusCode(200);
            TestTenant.as(key).get(DELIVERIES).then().statusCode(200);
            TestTenant.as(key).get(path + "/secret").then().statusCode(403);
            TestTenant.as(key).post(path + "/secret/rotate").then().statusCode(403);
            TestTenant.as(key).post(path + "/test").then().statusCode(403);
            TestTenant.as(key).delete(path).then().statusCode(403);
            TestTenant.as(key).post(DELIVERIES + "/replay").then().statusCode(403);
            tenant.get(path).then().statusCode(200);
        }

        @Test
        void when_its_secret_is_rotated_then_it_is_another_and_the_old_one_has_an_end() {
            var before = tenant.get(path + "/secret");
            before.then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]+=*"))
                    .body("public_key", matchesPattern("whpk_[A-Za-z0-9+/]+=*"))
                    .body("previous_until", nullValue());
            assertThat(tenant.get(path + "/secret").asString()).isEqualTo(before.asString());
            var after = tenant.live().post(path + "/secret/rotate");
            after.then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("previous_until", notNullValue());
            assertThat(after.<String>path("secret")).isNotEqualTo(before.path("secret"));
            assertThat(tenant.get(path + "/secret").asString()).isEqualTo(after.asString());
            assertThat(tenant.get(ENDPOINTS + "/" + endpoint() + "/secret").<String>path("secret"))
                    .isNotIn(before.path("secret"), after.path("secret"));
        }

        @ParameterizedTest
        @CsvSource({
            "'{\"overlap_seconds\": -1}',overlap_seconds",
            "'{\"overlap_seconds\": 604801}',overlap_seconds",
            "'{\"overlap_seconds\": \"1\"}',overlap_seconds",
            "'{\"overlap_seconds\": 99999999999}',overlap_seconds",
            "'{\"other\": 1}',other"
        })
        void when_a_rotation_is_asked_for_wrongly_then_nothing_is_rotated(
                String body, String field) {
            var before = tenant.get(path + "/secret").asString();
            with(body)
                    .post(path + "/secret/rotate")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(field));
            assertThat(tenant.get(path + "/secret").asString()).isEqualTo(before);
        }

        @Test
        void when_it_is_tried_out_then_the_delivery_is_seen_to_its_end_and_can_be_repeated()
                throws IOException {
            var delivery =
                    tenant.live()
                            .post(path + "/test")
                            .then()
                            .statusCode(202)
                            .extract()
                            .<String>path("delivery");
            // The host has no address, so no attempt reaches anybody.
            awaitExhausted(delivery);
            tenant.get(DELIVERIES + "/" + delivery)
                    .then()
                    .statusCode(200)
                    .body("endpoint", equalTo(id))
                    .body("type", equalTo("webhook.test"))
                    .body("video", nullValue())
                    .body("attempts.size()", equalTo(1))
                    .body("attempts[0].status", nullValue())
                    .body("attempts[0].error", notNullValue());
            assertThat(
                            tenant.get(DELIVERIES + "?state=exhausted&endpoint=" + id)
                                    .<List<String>>path("data.id"))
                    .containsExactly(delivery);
            replayAsDocumented(delivery);
            TestTenant.rich().get(DELIVERIES + "/" + delivery).then().statusCode(404);
        }

        private void awaitExhausted(String delivery) {
            Awaitility.await()
                    .until(
                            () -> tenant.get(DELIVERIES + "/" + delivery).<String>path("state"),
                            "exhausted"::equals);
        }

        private void replayAsDocumented(String delivery) throws IOException {
            var wire = new Wire(RestAssured.port);
            var document = OpenApi.of(wire, "openai");
            var request =
                    Request.of("POST", DELIVERIES + "/" + delivery + "/replay")
                            .bearer(tenant.liveKey());
            var answer = wire.send(request);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
            new Verdict(document).check(document.operation("replayDelivery"), request, answer);
        }
    }

    @Nested
    class GivenDeliveries {
        @ParameterizedTest
        @CsvSource({
            "limit=0,limit",
            "limit=101,limit",
            "limit=x,limit",
            "state=lost,state",
            "type=x,type",
            "type=video.completed%26tenant%3Dx,type",
            "event=1,event",
            "video=1,video",
            "endpoint=1,endpoint",
            "after=1,after",
            "since=yesterday,since",
            "until=2026-02-30T00:00:00Z,until",
            "until=2026-13-01T00:00:00Z,until"
        })
        void when_they_are_asked_for_wrongly_then_the_parameter_is_named(
                String query, String parameter) {
            tenant.live()
                    .urlEncodingEnabled(false)
                    .get(DELIVERIES + "?" + query)
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(parameter));
        }

        @Test
        void when_there_are_none_then_every_question_has_an_empty_answer() {
            var hex = "0".repeat(32);
            for (var query :
                    Arrays.asList(
                            "",
                            "?state=due&type=video.completed",
                            "?event=evt_" + hex + "&video=video_" + hex + "&endpoint=we_" + hex,
                            "?since=2026-06-01T08:00:00Z&until=2026-06-01T08:00:00.123Z")) {
                tenant.get(DELIVERIES + query)
                        .then()
                        .statusCode(200)
                        .body("object", equalTo("list"))
                        .body("data", equalTo(List.of()))
                        .body("has_more", equalTo(false));
            }
            tenant.get(DELIVERIES + "/dlv_" + hex).then().statusCode(404);
            tenant.live().post(DELIVERIES + "/dlv_" + hex + "/replay").then().statusCode(404);
            with(Map.of("dry_run", true))
                    .post(DELIVERIES + "/replay")
                    .then()
                    .statusCode(200)
                    .body("count", equalTo(0));
        }

        static Stream<Arguments> bad() {
            return Stream.of(
                    Arguments.of("endpoint", "we_1"),
                    Arguments.of("state", "lost"),
                    Arguments.of("types", List.of()),
                    Arguments.of("types", "video.completed"),
                    Arguments.of("since", "now"),
                    Arguments.of("until", 5),
                    Arguments.of("dry_run", "yes"),
                    Arguments.of("all", true));
        }

        @ParameterizedTest
        @MethodSource("bad")
        void when_a_replay_is_asked_for_wrongly_then_the_field_is_named(
                String field, Object value) {
            with(Collections.singletonMap(field, value))
                    .post(DELIVERIES + "/replay")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(field));
        }
    }

    @Nested
    class GivenTheSecretOfCallbacks {
        private static final String PATH = "/v1/webhooks/default/secret";

        @Test
        void when_a_key_may_submit_then_it_is_shown_the_same_until_it_is_rotated() {
            var first = tenant.get(PATH);
            first.then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="));
            assertThat(tenant.get(PATH).asString()).isEqualTo(first.asString());
            assertThat(TestTenant.rich().get(PATH).<String>path("secret"))
                    .isNotEqualTo(first.path("secret"));
            var second = with(Map.of("overlap_seconds", 60)).post(PATH + "/rotate");
            second.then().statusCode(200).body("previous_until", notNullValue());
            assertThat(second.<String>path("secret")).isNotEqualTo(first.path("secret"));
            assertThat(tenant.get(PATH).asString()).isEqualTo(second.asString());
        }

        @Test
        void when_a_key_may_only_read_or_is_wrong_then_it_is_not_shown() {
            TestTenant.as(reader()).get(PATH).then().statusCode(403);
            TestTenant.as("sk-live-x").get(PATH).then().statusCode(401);
        }
    }
}
