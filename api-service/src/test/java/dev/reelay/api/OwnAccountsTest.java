package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.testing.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A tenant's own accounts at upstreams, and what is accepted for them.
@QuarkusTest
class OwnAccountsTest {
    private static final String ACCOUNTS = "/v1/provider_accounts";
    private static final String MINE = ACCOUNTS + "/mine";
    private static final String VIDEOS = "/openrouter/api/v1/videos";
    private static final String SECRET = "api-key-kling-9876543210";
    private static final Map<String, Object> KLING =
            Map.of(
                    "name",
                    "mine",
                    "provider",
                    "kling",
                    "secrets",
                    Map.of("api_key", SECRET),
                    "settings",
                    Map.of("standard", "new"),
                    "submits_per_minute",
                    30);

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private Response enter(Object body) {
        return tenant.live().contentType(ContentType.JSON).body(body).post(ACCOUNTS);
    }

    private Response change(Object body) {
        return tenant.live().contentType(ContentType.JSON).body(body).patch(MINE);
    }

    private Response useFor(List<String> models) {
        return tenant.live()
                .contentType(ContentType.JSON)
                .body(Map.of("own_account_models", models))
                .patch("/v1/workspace");
    }

    @Nested
    class GivenAnAccount {
        @BeforeEach
        void enterOne() {
            enter(KLING).then().statusCode(201);
        }

        @Test
        void then_its_tenant_sees_it_without_its_secret_and_nobody_else_does() {
            tenant.get(MINE)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("mine"))
                    .body("provider", equalTo("kling"))
                    .body("secrets", equalTo(List.of("api_key")))
                    .body("slots", equalTo(10))
                    .body("state", equalTo("open"))
                    .body("costs", nullValue())
                    .body(not(containsString(SECRET)));
            tenant.get(ACCOUNTS).then().body("data.name", equalTo(List.of("mine")));

            var other = TestTenant.rich();
            other.get(MINE).then().statusCode(404);
            other.get(ACCOUNTS).then().statusCode(200).body("data", empty());
            TestTenant.operator()
                    .get("/admin/v1/accounts")
                    .then()
                    .body("data.name", not(hasItem(containsString("mine"))));
        }

        @Test
        void when_some_of_it_changes_then_the_rest_stays() {
            change(Map.of("slots", 3))
                    .then()
                    .statusCode(200)
                    .body("slots", equalTo(3))
                    .body("secrets", equalTo(List.of("api_key")))
                    .body("settings.standard", equalTo("new"))
                    .body("submits_per_minute", equalTo(30));
            change("{\"submits_per_minute\": null, \"base_url\": \"https://api.example.com\"}")
                    .then()
                    .statusCode(200)
                    .body("submits_per_minute", nullValue())
                    .body("base_url", equalTo("https://api.example.com/"))
                    .body("slots", equalTo(3));
            change(Map.of("provider", "vidu"))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("provider"));
            change(Map.of("name", "yours")).then().statusCode(400);
        }

        @Test
        void when_it_is_entered_again_then_it_stays_as_it_was() {
            enter(Map.of("name", "mine", "provider", "vidu", "secrets", Map.of("api_key", "x")))
                    .then()
                    .statusCode(409);
            tenant.get(MINE).then().body("provider", equalTo("kling"));
        }

        @Test
        void when_another_tenant_takes_the_same_name_then_each_has_its_own() {
            var other = TestTenant.rich();
            other.live()
                    .contentType(ContentType.JSON)
                    .body(
                            Map.of(
                                    "name", "mine",
                                    "provider", "vidu",
                                    "secrets", Map.of("api_key", "x")))
                    .post(ACCOUNTS)
                    .then()
                    .statusCode(201);
            other.live().delete(MINE).then().statusCode(200).body("deleted", equalTo(true));
            other.get(MINE).then().statusCode(404);
            tenant.get(MINE).then().statusCode(200).body("provider", equalTo("kling"));
        }

        @Test
        void when_a_key_is_none_of_those_that_look_after_the_tenant_then_it_is_refused() {
            var writing =
                    TestTenant.key(tenant.id(), "live", Map.of("scopes", List.of("jobs:write")));
            TestTenant.as(writing).get(ACCOUNTS).then().statusCode(403);
            var shop =
                    tenant.live()
                            .contentType(ContentType.JSON)
                            .body(Map.of("name", "Shop"))
                            .post("/v1/workspaces")
                            .then()
                            .statusCode(201)
                            .extract()
                            .<String>path("id");
            var ofShop = TestTenant.key(tenant.id(), "live", Map.of("workspace", shop));
            TestTenant.as(ofShop).get(MINE).then().statusCode(403);
            TestTenant.as(ofShop).delete(MINE).then().statusCode(403);
            TestTenant.as(ofShop)
                    .contentType(ContentType.JSON)
                    .body(Map.of("own_account_models", List.of()))
                    .patch("/v1/workspace")
                    .then()
                    .statusCode(403);
        }

        @Test
        void when_the_tenant_is_deleted_then_it_goes() {
            tenant.change(Map.of("suspended", true));
            TestTenant.operator()
                    .body(Map.of("reason", "the contract ended"))
                    .delete("/admin/v1/tenants/" + tenant.id())
                    .then()
                    .statusCode(202);
            var worker = RealParts.postgres("reelay_worker");
            var rows = Jdbi.create(worker.jdbcUrl(), worker.username(), worker.password());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    rows.withHandle(
                                            h ->
                                                    h.createQuery(
                                                                    "select count(*) = 0 from"
                                                                            + " provider_account"
                                                                            + " where tenant_id = :tenant")
                                                            .bind(
                                                                    "tenant",
                                                                    UUID.fromString(tenant.id()))
                                                            .mapTo(Boolean.class)
                                                            .one()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    provider          | {"secrets": {"api_key": "x"}}
                    provider          | {"provider": "sandbox"}
                    secrets.api_key   | {"provider": "kling"}
                    slots             | {"provider": "kling", "secrets": {"api_key": "x"}, "slots": 10001}
                    base_url          | {"provider": "kling", "secrets": {"api_key": "x"}, "base_url": "http://api.example.com"}
                    base_url          | {"provider": "kling", "secrets": {"api_key": "x"}, "base_url": "https://10.0.0.7"}
                    base_url          | {"provider": "kling", "secrets": {"api_key": "x"}, "base_url": "https://billing.internal"}
                    body              | {"provider": "kling", "secrets": {"api_key": "x"}, "costs": {"*": {"flat": "-1"}}}
                    name              | {"provider": "kling", "secrets": {"api_key": "x"}, "name": "Mine"}
                    name              | {"provider": "kling", "secrets": {"api_key": "x"}, "name": "mine@yours"}
                    """)
    void when_an_account_cannot_be_then_it_is_refused_and_not_kept(String param, String body) {
        enter(body).then().statusCode(400).body("error.param", equalTo(param));
        tenant.get(ACCOUNTS).then().body("data", empty());
    }

    @Test
    void when_there_are_twenty_then_another_is_refused() {
        var unnamed = Map.of("provider", "kling", "secrets", Map.of("api_key", SECRET));
        for (var number = 1; number <= 20; number++) {
            enter(unnamed).then().statusCode(201);
        }
        enter(unnamed).then().statusCode(409);
        tenant.get(ACCOUNTS).then().body("data.size()", equalTo(20));
    }

    @Nested
    class GivenModelsToUseThemFor {
        @Test
        void when_there_is_no_such_model_or_no_account_for_it_then_nothing_changes() {
            useFor(List.of("unheard/of"))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("own_account_models"))
                    .body("error.message", containsString("unheard/of"));
            enter(KLING).then().statusCode(201);
            useFor(List.of(TestTenant.MODEL))
                    .then()
                    .statusCode(400)
                    .body("error.message", containsString("needs an account of yours"));
            tenant.get("/v1/workspace").then().body("own_account_models", empty());
        }

        /// As after an account was entered for the model. Four seconds cost 0.8, a twentieth 0.04.
        @Test
        void when_a_job_is_accepted_for_one_then_it_costs_a_part_and_says_so() {
            jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update workspace set own_account_models = ?"
                                            + " where tenant_id = ?",
                                    new String[] {TestTenant.MODEL},
                                    UUID.fromString(tenant.id())));
            Awaitility.await().until(() -> quoted().equals("0.04"));

            var id =
                    tenant.live()
                            .contentType(ContentType.JSON)
                            .body(
                                    Map.of(
                                            "model",
                                            TestTenant.MODEL,
                                            "prompt",
                                            "a kite",
                                            "duration",
                                            4,
                                            "resolution",
                                            "720p",
                                            "generate_audio",
                                            false))
                            .post(VIDEOS)
                            .then()
                            .statusCode(202)
                            .extract()
                            .<String>path("id");

            assertThat(tenant.held()).isEqualTo("0.04");
            var video = tenant.get("/v1/videos").<String>path("data[0].id");
            try (var worker = new Worker()) {
                var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
                Golden.complete(worker, tenant, video, clip);
            }
            tenant.get(VIDEOS + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("usage.is_byok", equalTo(true));
            assertThat(quoted(tenant.testKey())).isEqualTo("0.8");
        }

        private String quoted() {
            return quoted(tenant.liveKey());
        }

        private String quoted(String key) {
            return TestTenant.as(key)
                    .contentType(ContentType.JSON)
                    .body(Map.of("model", TestTenant.MODEL, "prompt", "a kite"))
                    .post("/v1/videos/quote")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("credits");
        }
    }
}
