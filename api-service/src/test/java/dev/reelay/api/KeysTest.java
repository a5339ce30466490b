package dev.reelay.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class KeysTest {
    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private Response make(Map<String, ?> body) {
        return make(tenant.liveKey(), body);
    }

    private static Response make(String key, Map<String, ?> body) {
        return TestTenant.as(key).contentType(ContentType.JSON).body(body).post("/v1/keys");
    }

    private String made(Map<String, ?> body) {
        return make(body).then().statusCode(201).extract().path("key");
    }

    private Response change(String id, Map<String, ?> body) {
        return tenant.live().contentType(ContentType.JSON).body(body).patch("/v1/keys/" + id);
    }

    private static int reads(String key) {
        return TestTenant.as(key).get("/v1/videos").statusCode();
    }

    private String id(String key) {
        var last4 = key.substring(key.length() - 4);
        return tenant.get("/v1/keys")
                .then()
                .extract()
                .path("data.find { it.last4 == '" + last4 + "' }.id");
    }

    private static ValidatableResponse submit(String key, String model) {
        return TestTenant.as(key)
                .contentType(ContentType.JSON)
                .body(Map.of("model", model, "prompt", "a kite"))
                .post("/v1/videos")
                .then();
    }

    @Test
    void when_a_key_is_made_then_it_is_shown_once_and_works() {
        var answer = make(Map.of("name", "backend"));
        answer.then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("id", matchesPattern("key_[0-9a-f]{32}"))
                .body("object", equalTo("api_key"))
                .body("name", equalTo("backend"))
                .body("mode", equalTo("live"))
                .body("scopes", equalTo(List.of("billing:read", "jobs:read", "jobs:write")))
                .body("models", nullValue())
                .body("ip_allow_list", nullValue())
                .body("expires_at", nullValue())
                .body("key", startsWith("sk-live-"));
        var key = answer.<String>path("key");

        assertThat(reads(key)).isEqualTo(200);
        tenant.get("/v1/keys/" + answer.path("id"))
                .then()
                .statusCode(200)
                .body("last4", equalTo(key.substring(key.length() - 4)))
                .body("$", not(hasItem("key")))
                .body("key", nullValue());
        assertThat(tenant.get("/v1/keys").asString()).doesNotContain(key);
        TestTenant.as(key)
                .get("/v1/keys")
                .then()
                .statusCode(403)
                .body("error.message", containsString("admin"));
    }

    @Test
    void when_there_are_several_then_pages_show_each_once_the_newest_first() {
        for (var name : List.of("a", "b", "c")) {
            made(Map.of("name", name));
        }
        var first = tenant.get("/v1/keys?limit=2");
        assertThat(first.<List<String>>path("data.name")).containsExactly("c", "b");
        assertThat(first.<Boolean>path("has_more")).isTrue();
        var second = tenant.get("/v1/keys?limit=100&after=" + first.path("last_id"));
        assertThat(second.<List<String>>path("data.name"))
                .startsWith("a")
                .hasSize(3); // and the two that the operator made
        assertThat(second.<Boolean>path("has_more")).isFalse();
    }

    @Test
    void when_another_tenant_asks_then_the_key_is_unknown() {
        var id = id(made(Map.of("name", "mine")));
        var other = TestTenant.rich();
        for (var answer :
                List.of(
                        other.get("/v1/keys/" + id),
                        other.live().delete("/v1/keys/" + id),
                        other.live()
                                .contentType(ContentType.JSON)
                                .body(Map.of("name", "theirs"))
                                .patch("/v1/keys/" + id),
                        other.live()
                                .contentType(ContentType.JSON)
                                .body(Map.of())
                                .post("/v1/keys/" + id + "/rotate"))) {
            answer.then().statusCode(404);
        }
        assertThat(other.get("/v1/keys?after=" + id).<List<String>>path("data.id")).isEmpty();
        tenant.get("/v1/keys/" + id)
                .then()
                .body("name", equalTo("mine"))
                .body("revoked_at", nullValue());
    }

    @Nested
    class GivenANarrowKey {
        @Test
        void when_it_names_another_model_then_it_is_refused_and_does_not_see_it() {
            var key = made(Map.of("name", "k", "models", List.of(TestTenant.MODEL)));

            submit(key, TestTenant.MODEL).statusCode(200);
            submit(key, "sora-2")
                    .statusCode(403)
                    .body("error.message", containsString("not among those of the key"));
            TestTenant.as(key)
                    .get("/v1/models")
                    .then()
                    .body("data.id", equalTo(List.of(TestTenant.MODEL)));
        }

        @ParameterizedTest
        @CsvSource({"127.0.0.0/8, 200", "127.0.0.1, 200", "203.0.113.0/24, 401", "::1, 401"})
        void when_it_comes_from_elsewhere_then_it_is_no_key(String range, int status) {
            var key = made(Map.of("name", "k", "ip_allow_list", List.of(range)));

            assertThat(reads(key)).isEqualTo(status);
        }

        @Test
        void when_its_time_is_over_then_it_is_no_key() {
            var soon = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
            var answer = make(Map.of("name", "k", "expires_at", soon));
            var key = answer.<String>path("key");
            assertThat(reads(key)).isEqualTo(200);

            jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update api_key set expires_at = now() - interval '1 s'"
                                            + " where last4 = ?",
                                    key.substring(key.length() - 4)));

            Awaitility.await().until(() -> reads(key) == 401);
        }

        @Test
        void when_it_makes_others_then_they_have_no_more_than_itself() {
            var scopes = List.of("admin", "jobs:read");
            var key = made(Map.of("name", "k", "scopes", scopes, "models", List.of("sora-2")));

            make(key, Map.of("name", "x", "models", List.of("sora-2")))
                    .then()
                    .statusCode(201)
                    .body("scopes", equalTo(List.of("jobs:read")));
            make(key, Map.of("name", "x", "models", List.of(TestTenant.MODEL)))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("models"));
            make(key, Map.of("name", "x")).then().statusCode(400);
            make(
                            key,
                            Map.of(
                                    "name",
                                    "x",
                                    "models",
                                    List.of("sora-2"),
                                    "scopes",
                                    List.of("jobs:write")))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("scopes"));
            make(tenant.testKey(), Map.of("name", "x", "mode", "live"))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("mode"));
            assertThat(
                            TestTenant.as(key)
                                    .contentType(ContentType.JSON)
                                    .body(Map.of())
                                    .post("/v1/keys/" + id(tenant.liveKey()) + "/rotate")
                                    .statusCode())
                    .isEqualTo(400);
        }
    }

    @Nested
    class GivenAChange {
        @Test
        void when_a_narrowing_is_added_and_taken_away_then_the_key_follows() {
            var key = made(Map.of("name", "k"));
            var id = id(key);
            assertThat(reads(key)).isEqualTo(200);

            change(id, Map.of("ip_allow_list", List.of("192.0.2.1"), "name", "narrow"))
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("narrow"))
                    .body("ip_allow_list", equalTo(List.of("192.0.2.1")));
            assertThat(reads(key)).isEqualTo(401);

            var wide = new HashMap<String, Object>();
            wide.put("ip_allow_list", null);
            change(id, wide).then().statusCode(200).body("name", equalTo("narrow"));
            assertThat(reads(key)).isEqualTo(200);
        }

        @Test
        void when_it_is_revoked_then_it_is_refused_and_stays_in_the_list() {
            var key = made(Map.of("name", "k"));
            var id = id(key);
            assertThat(reads(key)).isEqualTo(200);

            tenant.live()
                    .delete("/v1/keys/" + id)
                    .then()
                    .statusCode(200)
                    .body("deleted", equalTo(true));

            assertThat(reads(key)).isEqualTo(401);
            assertThat(tenant.get("/v1/keys/" + id).<Integer>path("revoked_at")).isPositive();
            change(id, Map.of("name", "again")).then().statusCode(404);
        }

        @Test
        void when_another_replica_revokes_it_then_this_one_forgets_it() {
            var key = made(Map.of("name", "k"));
            assertThat(reads(key)).isEqualTo(200);

            jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update api_key set revoked_at = now() where last4 = ?",
                                    key.substring(key.length() - 4)));

            // Remembered keys last 30 s; this has to be sooner.
            Awaitility.await().until(() -> reads(key) == 401);
        }
    }

    @Nested
    class GivenAnIdempotencyKey {
        private Response ask(String caller, String path, Map<String, ?> body) {
            return TestTenant.as(caller)
                    .contentType(ContentType.JSON)
                    .header("Idempotency-Key", "once")
                    .body(body)
                    .post(path);
        }

        @Test
        void when_a_key_is_asked_for_again_then_the_answer_is_the_first_one() {
            var first = ask(tenant.liveKey(), "/v1/keys", Map.of("name", "k"));
            first.then().statusCode(201).header("Idempotency-Replayed", nullValue());
            var again = ask(tenant.liveKey(), "/v1/keys", Map.of("name", "k"));
            again.then().statusCode(201).header("Idempotency-Replayed", equalTo("true"));
            assertThat(again.asString()).isEqualTo(first.asString());
            assertThat(reads(first.path("key"))).isEqualTo(200);
            ask(tenant.liveKey(), "/v1/keys", Map.of("name", "another")).then().statusCode(422);
        }

        @Test
        void when_many_ask_at_the_same_time_then_one_key_is_made() throws Exception {
            var calls = new ArrayList<Callable<String>>();
            for (var i = 0; i < 6; i++) {
                calls.add(() -> ask(tenant.liveKey(), "/v1/keys", Map.of("name", "k")).path("key"));
            }
            var texts = new HashSet<String>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : threads.invokeAll(calls)) {
                    texts.add(answer.get());
                }
            }
            assertThat(texts).hasSize(1).doesNotContainNull();
            assertThat(tenant.get("/v1/keys").<List<String>>path("data.name"))
                    .containsOnlyOnce("k");
        }

        @Test
        void when_another_caller_uses_the_same_then_it_is_told_no_other_key() {
            var other = made(Map.of("name", "other", "scopes", List.of("admin")));
            var mine = Map.of("name", "k", "scopes", List.of("admin"));
            var first = ask(tenant.liveKey(), "/v1/keys", mine).<String>path("key");
            assertThat(ask(other, "/v1/keys", mine).<String>path("key")).isNotEqualTo(first);
        }

        @Test
        void when_it_was_refused_then_it_can_be_mended_under_the_same() {
            ask(tenant.liveKey(), "/v1/keys", Map.of("name", "")).then().statusCode(400);
            ask(tenant.liveKey(), "/v1/keys", Map.of("name", "k")).then().statusCode(201);
        }

        @Test
        void when_a_key_is_rotated_again_then_the_answer_is_the_first_one() {
            var path = "/v1/keys/" + id(made(Map.of("name", "k"))) + "/rotate";
            var first = ask(tenant.liveKey(), path, Map.of("overlap_seconds", 600));
            first.then().statusCode(201);
            var again = ask(tenant.liveKey(), path, Map.of("overlap_seconds", 600));
            again.then().statusCode(201).header("Idempotency-Replayed", equalTo("true"));
            assertThat(again.<String>path("key")).isEqualTo(first.path("key"));
            ask(tenant.liveKey(), path, Map.of("overlap_seconds", 5)).then().statusCode(422);
        }

        @Test
        void when_a_day_has_passed_then_another_key_is_made_and_the_text_is_not_told_again() {
            var first = ask(tenant.liveKey(), "/v1/keys", Map.of("name", "k"));
            jdbi.useHandle(
                    h -> {
                        h.execute(
                                "update key_request set made_at = made_at - interval '25 hours'"
                                        + " where tenant_id = ?::uuid",
                                tenant.id());
                    });
            var later = ask(tenant.liveKey(), "/v1/keys", Map.of("name", "k"));
            later.then().statusCode(201).header("Idempotency-Replayed", nullValue());
            assertThat(later.<String>path("id")).isNotEqualTo(first.path("id"));
        }
    }

    @Nested
    class GivenARotation {
        @Test
        void when_a_key_is_rotated_then_both_work_and_the_old_one_ends() {
            var key = made(Map.of("name", "k", "models", List.of(TestTenant.MODEL)));
            var id = id(key);
            var before = Instant.now().getEpochSecond();

            var rotated =
                    tenant.live()
                            .contentType(ContentType.JSON)
                            .body(Map.of("overlap_seconds", 600))
                            .post("/v1/keys/" + id + "/rotate");

            rotated.then()
                    .statusCode(201)
                    .body("name", equalTo("k"))
                    .body("models", equalTo(List.of(TestTenant.MODEL)))
                    .body("expires_at", nullValue());
            assertThat(reads(key)).isEqualTo(200);
            assertThat(reads(rotated.path("key"))).isEqualTo(200);
            var old = tenant.get("/v1/keys/" + id);
            assertThat(old.<String>path("replaced_by")).isEqualTo(rotated.path("id"));
            assertThat(old.<Integer>path("expires_at"))
                    .isBetween((int) before + 599, (int) before + 660);
            tenant.live()
                    .contentType(ContentType.JSON)
                    .body(Map.of())
                    .post("/v1/keys/" + id + "/rotate")
                    .then()
                    .statusCode(400)
                    .body("error.message", containsString("was rotated"));
        }

        @Test
        void when_there_is_no_overlap_then_the_old_one_is_refused_at_once() {
            var key = made(Map.of("name", "k"));

            tenant.live()
                    .contentType(ContentType.JSON)
                    .body(Map.of("overlap_seconds", 0))
                    .post("/v1/keys/" + id(key) + "/rotate")
                    .then()
                    .statusCode(201);

            assertThat(reads(key)).isEqualTo(401);
        }
    }

    @Nested
    class GivenABadBody {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"name\": \"\"} | name",
                    "{} | name",
                    "{\"name\": 7} | name",
                    "{\"name\": \"k\", \"mode\": \"both\"} | mode",
                    "{\"name\": \"k\", \"scopes\": []} | scopes",
                    "{\"name\": \"k\", \"scopes\": [\"all\"]} | scopes",
                    "{\"name\": \"k\", \"scopes\": [1]} | scopes",
                    "{\"name\": \"k\", \"models\": []} | models",
                    "{\"name\": \"k\", \"models\": [\"no-such\"]} | models",
                    "{\"name\": \"k\", \"ip_allow_list\": [\"example.com\"]} | ip_allow_list",
                    "{\"name\": \"k\", \"ip_allow_list\": [\"10.0.0.0/33\"]} | ip_allow_list",
                    "{\"name\": \"k\", \"ip_allow_list\": [\"10.0.0/8\"]} | ip_allow_list",
                    "{\"name\": \"k\", \"ip_allow_list\": [\"::/129\"]} | ip_allow_list",
                    "{\"name\": \"k\", \"ip_allow_list\": [\"10.0.0.1/-1\"]} | ip_allow_list",
                    "{\"name\": \"k\", \"expires_at\": 1} | expires_at",
                    "{\"name\": \"k\", \"expires_at\": 99999999999999} | expires_at",
                    "{\"name\": \"k\", \"dialect\": \"klingon\"} | dialect",
                    "{\"name\": \"k\", \"tenant_id\": \"x\"} | tenant_id"
                })
        void when_a_member_is_wrong_then_it_is_named(String bodyAndField) {
            var parts = bodyAndField.split(" \\| ", 2);
            given().header("Authorization", "Bearer " + tenant.liveKey())
                    .contentType(ContentType.JSON)
                    .body(parts[0])
                    .post("/v1/keys")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(parts[1]));
        }

        @Test
        void when_the_mode_is_to_change_then_it_is_refused() {
            change(id(tenant.testKey()), Map.of("mode", "live"))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("mode"));
        }
    }
}
