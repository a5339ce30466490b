package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StatementTest {
    @Inject ObjectStore store;

    @Nested
    class GivenATenantWithAJobThatHolds {
        private TestTenant tenant = new TestTenant("", "", "");
        private String video = "";

        @BeforeEach
        void submit() {
            tenant = TestTenant.create("ultra", "10");
            video = tenant.job();
        }

        @Test
        void then_both_entries_are_listed_newest_first() {
            tenant.get("/v1/credits/entries")
                    .then()
                    .statusCode(200)
                    .body("object", equalTo("list"))
                    .body("data.id", equalTo(List.of("ent_2", "ent_1")))
                    .body("data.kind", equalTo(List.of("hold", "grant")))
                    .body("data.amount", equalTo(List.of("0.8", "10")))
                    .body("data.from", equalTo(List.of("available", "granted")))
                    .body("data.to", equalTo(List.of("held", "available")))
                    .body("data.available", equalTo(List.of("9.2", "10")))
                    .body("data[0].video", equalTo(video))
                    .body("data[1].video", nullValue())
                    .body("has_more", equalTo(false));
        }

        @Test
        void then_pages_and_filters_cut_that_list() {
            tenant.get("/v1/credits/entries?limit=1")
                    .then()
                    .body("data.id", equalTo(List.of("ent_2")))
                    .body("last_id", equalTo("ent_2"))
                    .body("has_more", equalTo(true));
            tenant.get("/v1/credits/entries?after=ent_2")
                    .then()
                    .body("data.id", equalTo(List.of("ent_1")))
                    .body("data.available", equalTo(List.of("10")));
            tenant.get("/v1/credits/entries?kind=grant,refund")
                    .then()
                    .body("data.id", equalTo(List.of("ent_1")));
            tenant.get("/v1/credits/entries?to=2020-01-01T00:00:00Z").then().body("data", empty());
            tenant.get("/v1/credits/entries?from=2020-01-01T00:00:00Z")
                    .then()
                    .body("data", hasSize(2));
        }

        @Test
        void then_they_can_be_had_as_a_file() {
            var byParameter = tenant.get("/v1/credits/entries?format=csv");
            assertThat(byParameter.contentType()).startsWith("text/csv");
            assertThat(byParameter.asString().lines().toList())
                    .hasSize(3)
                    .startsWith("id,created_at,kind,amount,from,to,available,video")
                    .anySatisfy(
                            line ->
                                    assertThat(line)
                                            .matches(
                                                    "ent_2,[^,]*Z,hold,0.8,available,held,9.2,"
                                                            + video));
            assertThat(
                            tenant.live()
                                    .header("Accept", "text/csv")
                                    .get("/v1/credits/entries")
                                    .asString())
                    .isEqualTo(byParameter.asString());
        }

        @Test
        void then_nobody_else_sees_them() {
            TestTenant.create("free", "0")
                    .get("/v1/credits/entries")
                    .then()
                    .statusCode(200)
                    .body("data", empty());
            TestTenant.as(tenant.testKey())
                    .get("/v1/credits/entries?kind=hold")
                    .then()
                    .body("data", empty());
        }

        @Test
        void then_operators_see_them_with_the_job() {
            var job = video.substring("video_".length());
            var page =
                    TestTenant.operator()
                            .get("/admin/v1/tenants/" + tenant.id() + "/entries?limit=1")
                            .then()
                            .statusCode(200)
                            .body("data.kind", equalTo(List.of("hold")))
                            .body("next_cursor", equalTo("ent_2"))
                            .extract();
            assertThat(page.<String>path("data[0].job").replace("-", "")).isEqualTo(job);
        }

        @Test
        void then_what_holds_is_no_usage() {
            for (var by : List.of("day", "model", "key", "user")) {
                tenant.get("/v1/usage?group_by=" + by)
                        .then()
                        .statusCode(200)
                        .body("group_by", equalTo(by))
                        .body("total.videos", equalTo(0))
                        .body("total.captured", equalTo("0"))
                        .body("data", empty())
                        .body("has_more", equalTo(false));
            }
        }

        @Test
        void then_it_cannot_be_refunded() {
            refund(video, Map.of("reason", "late"))
                    .then()
                    .statusCode(409)
                    .body("error.message", equalTo("the job was not charged"));
        }

        @Test
        void when_it_was_charged_then_it_is_refunded_once_and_stays_in_the_statement() {
            try (var worker = new Worker()) {
                var file = "a clip".getBytes(StandardCharsets.UTF_8);
                Golden.complete(worker, tenant, video, Clip.store(store, tenant, video, 0, file));
            }
            assertThat(tenant.balance("available")).isEqualTo("9.2");
            refund(video, Map.of("credits", "0.5", "reason", "late"))
                    .then()
                    .statusCode(201)
                    .body("credits", equalTo("0.5"));
            refund(video, Map.of("credits", "0.3", "reason", "again")).then().statusCode(409);
            assertThat(tenant.balance("available")).isEqualTo("9.7");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    tenant.get("/v1/videos/" + video)
                                            .then()
                                            .body("billing.captured", equalTo("0.8"))
                                            .body("billing.refunded", equalTo("0.5")));
            tenant.get("/v1/credits/entries?kind=capture,refund")
                    .then()
                    .body("data.kind", equalTo(List.of("refund", "capture")))
                    .body("data.amount", equalTo(List.of("0.5", "0.8")));
            tenant.get("/v1/usage?group_by=model")
                    .then()
                    .body("total.videos", equalTo(1))
                    .body("total.captured", equalTo("0.8"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credits/entries?after=ent_0",
                "credits/entries?after=video_1",
                "credits/entries?limit=0",
                "credits/entries?limit=101",
                "credits/entries?kind=gift",
                "credits/entries?kind=",
                "credits/entries?format=xml",
                "credits/entries?from=yesterday",
                "credits/entries?to=-999999999-01-01T00:00:00Z",
                "usage?group_by=colour",
                "usage?from=1"
            })
    void when_a_question_is_wrong_then_it_is_refused(String path) {
        TestTenant.create("free", "0")
                .get("/v1/" + path)
                .then()
                .statusCode(400)
                .body("error.code", equalTo("invalid_value"));
    }

    @Test
    void when_a_key_may_not_read_the_balance_then_it_sees_no_entries() {
        var tenant = TestTenant.create("free", "0");
        var key =
                TestTenant.operator()
                        .body(Map.of("name", "k", "mode", "live", "scopes", List.of("jobs:read")))
                        .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                        .<String>path("key");
        for (var path : List.of("/v1/credits/entries", "/v1/usage")) {
            TestTenant.as(key).get(path).then().statusCode(403);
            RestAssured.get(path).then().statusCode(401);
        }
    }

    private static Response refund(String job, Map<String, ?> body) {
        return TestTenant.operator().body(body).post("/admin/v1/jobs/" + job + "/refund");
    }

    @Test
    void when_a_refund_is_wrong_then_it_is_refused() {
        refund(UUID.randomUUID().toString(), Map.of("reason", "late")).then().statusCode(404);
        refund("x", Map.of("reason", "late")).then().statusCode(404);
        for (var body :
                List.<Map<String, String>>of(Map.of(), Map.of("reason", "r", "credits", "-1"))) {
            refund(UUID.randomUUID().toString(), body).then().statusCode(400);
        }
    }

    @Nested
    class GivenAnOperator {
        private TestTenant tenant = new TestTenant("", "", "");
        private String path = "";

        @BeforeEach
        void create() {
            tenant = TestTenant.create("free", "5");
            path = "/admin/v1/tenants/" + tenant.id() + "/adjustments";
        }

        private Response adjust(String operator, String credits) {
            return TestTenant.operator()
                    .header("X-Reelay-Operator", operator)
                    .header("Idempotency-Key", "a")
                    .body(Map.of("credits", credits, "reason", "a test"))
                    .post(path);
        }

        @Test
        void when_a_balance_is_adjusted_then_it_is_once() {
            for (var i = 0; i < 2; i++) {
                adjust("ann", "-1.5")
                        .then()
                        .statusCode(201)
                        .body("credits", equalTo("-1.5"))
                        .body("state", equalTo("booked"))
                        .body("operator", equalTo("ann"));
            }
            tenant.get("/v1/credits")
                    .then()
                    .body("available", equalTo("3.5"))
                    .body("withdrawn", equalTo("1.5"))
                    .body("granted", equalTo("5"));
            adjust("ann", "-2").then().statusCode(409);
        }

        @Test
        void when_it_is_large_then_another_operator_has_to_approve() {
            var id = adjust("ann", "2000").then().statusCode(201).extract().<String>path("id");
            assertThat(tenant.balance("available")).isEqualTo("5");
            approve(id, "ann")
                    .then()
                    .statusCode(409)
                    .body("error.message", containsString("another operator"));
            approve(id, "bob")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("booked"))
                    .body("approved_by", equalTo("bob"));
            assertThat(tenant.balance("available")).isEqualTo("2005");
            approve(UUID.randomUUID().toString(), "bob").then().statusCode(404);
        }

        private Response approve(String id, String operator) {
            return TestTenant.operator()
                    .header("X-Reelay-Operator", operator)
                    .post(path + "/" + id + "/approve");
        }

        @Test
        void when_what_waits_is_rejected_then_nobody_can_approve_it() {
            var id = adjust("ann", "2000").then().statusCode(201).extract().<String>path("id");
            var waiting = "/admin/v1/adjustments?state=pending&limit=200";
            TestTenant.operator().get(waiting).then().statusCode(200).body("data.id", hasItem(id));
            reject(id, Map.of()).then().statusCode(400).body("error.field", equalTo("reason"));
            reject(id, Map.of("reason", "a typo"))
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("rejected"))
                    .body("rejected_by", equalTo("bob"))
                    .body("rejection", equalTo("a typo"));
            approve(id, "eve")
                    .then()
                    .statusCode(409)
                    .body("error.message", equalTo("it was rejected"));
            TestTenant.operator().get(waiting).then().body("data.id", not(hasItem(id)));
            TestTenant.operator()
                    .get(path + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("tenant", equalTo(tenant.id()))
                    .body("state", equalTo("rejected"));
            assertThat(tenant.balance("available")).isEqualTo("5");
        }

        private Response reject(String id, Map<String, ?> body) {
            return TestTenant.operator()
                    .header("X-Reelay-Operator", "bob")
                    .body(body)
                    .post(path + "/" + id + "/reject");
        }

        @Test
        void when_a_list_of_adjustments_is_asked_wrongly_then_it_is_refused() {
            for (var query : List.of("state=lost", "limit=0", "limit=201", "after=1")) {
                var answer = TestTenant.operator().get("/admin/v1/adjustments?" + query);
                assertThat(answer.statusCode()).as(query).isEqualTo(400);
            }
        }

        @Test
        void when_an_adjustment_is_wrong_then_it_is_refused() {
            for (var credits : List.of("0", "-0", "--1", "lots", "1e3")) {
                adjust("ann", credits).then().statusCode(400);
            }
            adjust("ann smith", "1").then().statusCode(400);
            TestTenant.operator()
                    .header("Idempotency-Key", "a")
                    .body(Map.of("credits", "1", "reason", "x"))
                    .post(path)
                    .then()
                    .statusCode(400)
                    .body("error.field", equalTo("X-Reelay-Operator"));
            adjust("ann", "-5.000001").then().statusCode(409);
            assertThat(tenant.balance("available")).isEqualTo("5");
        }

        @Test
        void when_promotional_credits_are_granted_then_they_need_a_time_to_come() {
            grant(Map.of("kind", "promotional", "expires_at", "2999-01-01T00:00:00Z"), 201);
            grant(Map.of("kind", "promotional"), 400);
            grant(Map.of("kind", "promotional", "expires_at", "2020-01-01T00:00:00Z"), 400);
            grant(Map.of("kind", "promotional", "expires_at", "soon"), 400);
            grant(Map.of("kind", "purchased", "expires_at", "2999-01-01T00:00:00Z"), 400);
            grant(Map.of("kind", "gift"), 400);
            assertThat(tenant.balance("granted")).isEqualTo("6");
            tenant.get("/v1/credits")
                    .then()
                    .body("expiring.credits", equalTo(List.of("1")))
                    .body("expiring[0].expires_at", equalTo(32_472_144_000L));
        }

        private void grant(Map<String, String> more, int status) {
            var body = new HashMap<>(more);
            body.putAll(Map.of("credits", "1", "reason", "x"));
            TestTenant.operator()
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body(body)
                    .post("/admin/v1/tenants/" + tenant.id() + "/grants")
                    .then()
                    .statusCode(status);
        }
    }
}
