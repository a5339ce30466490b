package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OperatorTest {
    @Inject Jdbi jdbi;

    @Nested
    class GivenTheOperatorsToken {
        @Test
        void when_a_tenant_is_to_be_told_of_low_credits_then_that_is_confirmed_or_refused() {
            var path = "/admin/v1/tenants/" + TestTenant.create("free", "0").id() + "/alert";
            for (var below : List.of("12.5", "0")) {
                TestTenant.operator()
                        .body(Map.of("below", below))
                        .put(path)
                        .then()
                        .statusCode(200)
                        .body("below", equalTo(below))
                        .body("mode", equalTo("live"));
            }
            for (var wrong :
                    List.of(Map.of("below", "-1"), Map.of(), Map.of("below", "1", "mode", "x"))) {
                TestTenant.operator().body(wrong).put(path).then().statusCode(400);
            }
            TestTenant.operator()
                    .body(Map.of("below", "1"))
                    .put("/admin/v1/tenants/" + UUID.randomUUID() + "/alert")
                    .then()
                    .statusCode(404);
        }

        @Test
        void when_a_tenant_is_made_then_it_is_listed_first() {
            var id =
                    TestTenant.operator()
                            .body(Map.of("name", "Acme", "plan", "pro"))
                            .post("/admin/v1/tenants")
                            .then()
                            .statusCode(201)
                            .body("id", matchesPattern("[0-9a-f-]{36}"))
                            .body("name", equalTo("Acme"))
                            .body("plan", equalTo("pro"))
                            .extract()
                            .path("id");
            TestTenant.create("free", "0");
            var page =
                    TestTenant.operator()
                            .get("/admin/v1/tenants?limit=1")
                            .then()
                            .statusCode(200)
                            .body("data", hasSize(1))
                            .body("has_more", equalTo(true))
                            .body("next_cursor", notNullValue())
                            .extract();
            TestTenant.operator()
                    .get("/admin/v1/tenants?limit=1&after=" + page.path("next_cursor"))
                    .then()
                    .body("data[0].id", equalTo(id));
        }

        @Test
        void when_a_key_is_made_then_only_its_hash_is_kept() {
            var tenant = TestTenant.create("free", "0");
            assertThat(tenant.liveKey()).matches("sk-live-[0-9A-Za-z]{49}");
            assertThat(tenant.testKey()).matches("sk-test-[0-9A-Za-z]{49}");
            var row =
                    jdbi.withHandle(
                            handle ->
                                    handle.createQuery(
                                                    "select api_key::text from api_key where"
                                                            + " tenant_id = ?::uuid and mode = 'live'")
                                            .bind(0, tenant.id())
                                            .mapTo(String.class)
                                            .one());
            assertThat(row)
                    .doesNotContain(tenant.liveKey())
                    .contains(tenant.liveKey().substring(53));
        }

        @Test
        void when_a_key_is_revoked_then_it_is_refused() {
            var tenant = TestTenant.create("free", "0");
            var made =
                    TestTenant.operator()
                            .body(Map.of("name", "a key", "mode", "live"))
                            .post("/admin/v1/tenants/" + tenant.id() + "/keys");
            var key = made.<String>path("key");
            TestTenant.as(key).get("/v1/models").then().statusCode(200);
            var path = "/admin/v1/tenants/" + tenant.id() + "/keys/" + made.path("id");
            TestTenant.operator().delete(path).then().statusCode(204);
            TestTenant.as(key)
                    .get("/v1/models")
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("invalid_api_key"));
            TestTenant.operator().delete(path).then().statusCode(204);
            var other = TestTenant.create("free", "0");
            TestTenant.operator()
                    .delete("/admin/v1/tenants/" + other.id() + "/keys/" + made.path("id"))
                    .then()
                    .statusCode(404);
        }

        @Test
        void when_a_key_has_expired_then_it_is_refused() {
            var tenant = TestTenant.create("free", "0");
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update api_key set expires_at = now() - interval '1 second'"
                                            + " where tenant_id = ?::uuid",
                                    tenant.id()));
            tenant.get("/v1/models").then().statusCode(401);
        }

        @Test
        void when_a_key_has_few_scopes_then_the_rest_is_forbidden() {
            var tenant = TestTenant.rich();
            var reader = key(tenant, "jobs:read");
            TestTenant.as(reader).get("/v1/videos").then().statusCode(200);
            TestTenant.as(reader).get("/v1/credits").then().statusCode(403);
            TestTenant.as(reader)
                    .contentType(ContentType.JSON)
                    .body(Map.of("model", TestTenant.MODEL, "prompt", "x"))
                    .post("/v1/videos")
                    .then()
                    .statusCode(403)
                    .body("error.message", containsString("jobs:write"))
                    .body("error.code", nullValue());
            var payer = key(tenant, "billing:read");
            TestTenant.as(payer).get("/v1/credits").then().statusCode(200);
            TestTenant.as(payer).get("/v1/videos").then().statusCode(403);
            tenant.assertNothingHeld();
        }

        private static String key(TestTenant tenant, String scope) {
            return TestTenant.operator()
                    .body(Map.of("name", "k", "mode", "live", "scopes", List.of(scope)))
                    .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                    .path("key");
        }

        @Test
        void when_a_grant_is_repeated_then_it_counts_once() {
            var tenant = TestTenant.create("free", "0");
            var key = UUID.randomUUID().toString();
            var first = grant(tenant, key, "12.5");
            first.then().statusCode(201).body("credits", equalTo("12.5"));
            assertThat(grant(tenant, key, "12.5").asString()).isEqualTo(first.asString());
            grant(tenant, key, "13").then().statusCode(409);
            TestTenant.operator()
                    .get("/admin/v1/tenants/" + tenant.id() + "/balance")
                    .then()
                    .statusCode(200)
                    .body("available", equalTo("12.5"))
                    .body("held", equalTo("0"))
                    .body("spent", equalTo("0"))
                    .body("granted", equalTo("12.5"));
        }

        @Test
        void when_a_grant_has_no_key_then_it_is_refused() {
            var tenant = TestTenant.create("free", "0");
            TestTenant.operator()
                    .body(Map.of("credits", "1", "reason", "x"))
                    .post("/admin/v1/tenants/" + tenant.id() + "/grants")
                    .then()
                    .statusCode(400)
                    .body("error.field", equalTo("Idempotency-Key"));
        }

        @Test
        void when_test_credits_are_granted_then_they_add_to_the_first_10000() {
            var tenant = TestTenant.create("free", "0");
            TestTenant.operator()
                    .header("Idempotency-Key", "t")
                    .body(Map.of("credits", 5, "reason", "more", "mode", "test"))
                    .post("/admin/v1/tenants/" + tenant.id() + "/grants")
                    .then()
                    .statusCode(201);
            TestTenant.operator()
                    .get("/admin/v1/tenants/" + tenant.id() + "/balance?mode=test")
                    .then()
                    .body("granted", equalTo("10005"));
        }

        @Test
        void when_the_proof_is_asked_then_billing_gives_it() {
            TestTenant.rich().job();
            TestTenant.operator()
                    .get("/admin/v1/ledger/proof")
                    .then()
                    .statusCode(200)
                    .body("balanced", equalTo(true))
                    .body("checks.id", hasItem("L1"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "1e3", "0.0000001", "lots", "9999999999999"})
        void when_an_amount_is_wrong_then_it_is_refused(String credits) {
            grant(TestTenant.create("free", "0"), "k", credits)
                    .then()
                    .statusCode(400)
                    .body("error.field", equalTo("credits"));
        }

        @Test
        void when_a_body_is_wrong_then_the_field_is_named() {
            bad("/admin/v1/tenants", Map.of("plan", "pro"), "name");
            bad("/admin/v1/tenants", Map.of("name", "", "plan", "pro"), "name");
            bad("/admin/v1/tenants", Map.of("name", "x", "plan", "gold"), "plan");
            bad("/admin/v1/tenants", Map.of("name", "x", "plan", "pro", "id", "1"), "id");
            var keys = "/admin/v1/tenants/" + TestTenant.create("free", "0").id() + "/keys";
            bad(keys, Map.of("name", "x"), "mode");
            bad(keys, Map.of("name", "x", "mode", "prod"), "mode");
            bad(keys, Map.of("name", "x", "mode", "live", "scopes", List.of("all")), "scopes");
            bad(keys, Map.of("name", "x", "mode", "live", "scopes", List.of()), "scopes");
        }

        private static void bad(String path, Map<String, ?> body, String field) {
            TestTenant.operator()
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(400)
                    .body("error.field", equalTo(field));
        }

        @Test
        void when_the_tenant_is_unknown_then_every_route_says_so() {
            for (var id : List.of(UUID.randomUUID().toString(), "x", "1-1-1-1-1")) {
                var tenant = "/admin/v1/tenants/" + id;
                grant(new TestTenant(id, "", ""), "k", "1").then().statusCode(404);
                TestTenant.operator().get(tenant + "/balance").then().statusCode(404);
                TestTenant.operator()
                        .body(Map.of("name", "x", "mode", "live"))
                        .post(tenant + "/keys")
                        .then()
                        .statusCode(404);
            }
            TestTenant.operator().get("/admin/v1/nothing").then().statusCode(404);
            TestTenant.operator().put("/admin/v1/tenants").then().statusCode(405);
        }
    }

    private static io.restassured.response.Response grant(
            TestTenant tenant, String key, String credits) {
        return TestTenant.operator()
                .header("Idempotency-Key", key)
                .body(Map.of("credits", credits, "reason", "a test"))
                .post("/admin/v1/tenants/" + tenant.id() + "/grants");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer x", "Bearer an-operator-token-for-test", "Basic eDp5"})
    void when_the_token_is_wrong_then_nothing_is_done(String authorization) {
        RestAssured.given()
                .header("Authorization", authorization)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "x", "plan", "pro"))
                .post("/admin/v1/tenants")
                .then()
                .statusCode(401)
                .body("error.message", not(containsString("token-for-tests")));
        RestAssured.given()
                .header("Authorization", authorization)
                .get("/admin/v1/ledger/proof")
                .then()
                .statusCode(401);
    }

    @Test
    void when_a_tenants_key_is_used_then_it_opens_no_operators_route() {
        TestTenant.rich().get("/admin/v1/tenants").then().statusCode(401);
    }

    /// The paths that lead to an operators' route, however they are spelled.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openai/admin/v1/tenants",
                "/%61dmin/v1/tenants",
                "//admin/v1/tenants",
                "/admin;a=b/v1/tenants",
                "/./admin/v1/tenants",
                "/newapi/../admin/v1/tenants"
            })
    void when_the_path_is_spelled_otherwise_then_the_token_is_needed_all_the_same(String path) {
        var answer = RestAssured.given().urlEncodingEnabled(false).get(path);
        assertThat(answer.statusCode()).as(answer.asString()).isIn(401, 404);
        assertThat(RestAssured.given().urlEncodingEnabled(false).options(path).statusCode())
                .isLessThan(500);
    }
}
