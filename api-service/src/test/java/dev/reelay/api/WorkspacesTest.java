package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The parts of a tenant: their keys, budgets and defaults.
@QuarkusTest
class WorkspacesTest {
    private static final Map<String, String> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.create("ultra", "1000");
    }

    private static Response post(String key, String path, Map<String, ?> body) {
        return TestTenant.as(key).contentType(ContentType.JSON).body(body).post(path);
    }

    private static Response patch(String key, String path, Map<String, ?> body) {
        return TestTenant.as(key).contentType(ContentType.JSON).body(body).patch(path);
    }

    private String workspace(Map<String, ?> settings) {
        return post(tenant.liveKey(), "/v1/workspaces", settings)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String shop() {
        return workspace(Map.of("name", "Shop"));
    }

    private String keyOf(String workspace) {
        return TestTenant.key(tenant.id(), "live", Map.of("workspace", workspace));
    }

    private static Response submit(String key) {
        return post(key, "/v1/videos", KITE);
    }

    private String first() {
        return "ws_" + tenant.id().replace("-", "");
    }

    private static List<String> ids(Response list) {
        return list.then().statusCode(200).extract().path("data.id");
    }

    private void archive(String workspace, boolean archived) {
        patch(tenant.liveKey(), "/v1/workspaces/" + workspace, Map.of("archived", archived))
                .then()
                .statusCode(200);
    }

    @Nested
    class GivenANewTenant {
        @Test
        void when_it_looks_then_it_has_one_and_its_keys_belong_to_it() {
            tenant.get("/v1/workspaces")
                    .then()
                    .statusCode(200)
                    .body("data.size()", equalTo(1))
                    .body("data[0].id", equalTo(first()))
                    .body("data[0].plan", equalTo("ultra"));
            tenant.get("/v1/workspace").then().body("id", equalTo(first()));
            tenant.get("/v1/keys").then().body("data[0].workspace", equalTo(first()));
        }

        @Test
        void when_its_only_one_is_archived_then_that_is_refused() {
            patch(tenant.liveKey(), "/v1/workspace", Map.of("archived", true))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("archived"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        {}                                                     | name
                        {"name": " "}                                          | name
                        {"name": 7}                                            | name
                        {"name": "a", "dialect": "klingon"}                    | dialect
                        {"name": "a", "spend_limits": {"weekly": "1"}}         | spend_limits.weekly
                        {"name": "a", "callback_url": "https://127.0.0.1/"}    | callback_url
                        {"name": "a", "callback_mode": "public"}               | callback_mode
                        {"name": "a", "archived": true}                        | archived
                        """)
        void when_another_is_made_of_what_cannot_be_then_the_field_is_named(
                String body, String field) {
            tenant.live()
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/v1/workspaces")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(field));
            assertThat(ids(tenant.get("/v1/workspaces"))).containsExactly(first());
        }

        @ParameterizedTest
        @CsvSource({
            "/v1/keys?workspace=nonsense",
            "/v1/videos?workspace=ws_1",
            "/v1/workspaces?after=nonsense"
        })
        void when_an_id_cannot_be_one_then_that_is_said(String path) {
            tenant.get(path)
                    .then()
                    .statusCode(400)
                    .body("error.message", containsString("id of a"));
        }
    }

    @Nested
    class GivenASecondWorkspace {
        private String shop = "";
        private String key = "";

        @BeforeEach
        void makeSecond() {
            shop = shop();
            key = keyOf(shop);
        }

        @Test
        void when_lists_are_filtered_then_each_shows_its_own() {
            var theirs = submit(key).then().statusCode(200).extract().<String>path("id");
            var ours = tenant.job();
            assertThat(ids(tenant.get("/v1/videos?workspace=" + shop))).containsExactly(theirs);
            assertThat(ids(tenant.get("/v1/videos?workspace=" + first()))).containsExactly(ours);
            assertThat(ids(tenant.get("/v1/videos"))).containsExactly(ours, theirs);
            assertThat(ids(tenant.get("/v1/keys?workspace=" + shop))).hasSize(1);
            assertThat(ids(tenant.get("/v1/keys?workspace=" + first()))).hasSize(2);
            assertThat(ids(tenant.get("/v1/workspaces?limit=1"))).containsExactly(shop);
            assertThat(ids(tenant.get("/v1/workspaces?after=" + shop))).containsExactly(first());
        }

        @Test
        void when_a_key_of_it_asks_then_it_sees_the_videos_of_the_whole_tenant() {
            var ours = tenant.job();
            TestTenant.as(key).get("/v1/videos/" + ours).then().statusCode(200);
        }

        @Test
        void when_another_tenant_asks_then_it_is_as_unknown_as_none() {
            var stranger = TestTenant.rich();
            var nobodys = "ws_" + "0".repeat(32);
            for (var id : List.of(shop, nobodys)) {
                stranger.get("/v1/workspaces/" + id)
                        .then()
                        .statusCode(404)
                        .body("error.message", not(containsString(id)));
                patch(stranger.liveKey(), "/v1/workspaces/" + id, Map.of("name", "mine"))
                        .then()
                        .statusCode(404);
                post(stranger.liveKey(), "/v1/keys", Map.of("name", "a", "workspace", id))
                        .then()
                        .statusCode(400)
                        .body("error.param", equalTo("workspace"));
                assertThat(ids(stranger.get("/v1/keys?workspace=" + id))).isEmpty();
                assertThat(ids(stranger.get("/v1/videos?workspace=" + id))).isEmpty();
                TestTenant.operator()
                        .body(Map.of("name", "a", "mode", "live", "workspace", id))
                        .post("/admin/v1/tenants/" + stranger.id() + "/keys")
                        .then()
                        .statusCode(400)
                        .body("error.field", equalTo("workspace"));
            }
        }

        @Test
        void when_a_key_of_it_looks_after_others_then_it_is_refused() {
            var limits = Map.of("spend_limits", Map.of("total", "1000"));
            for (var path : List.of("/v1/workspace", "/v1/workspaces/" + shop)) {
                patch(key, path, limits).then().statusCode(403);
                patch(key, path, Map.of("archived", true)).then().statusCode(403);
            }
            patch(key, "/v1/workspaces/" + first(), Map.of("name", "a")).then().statusCode(403);
            post(key, "/v1/workspaces", Map.of("name", "a")).then().statusCode(403);
            post(key, "/v1/keys", Map.of("name", "a", "workspace", first()))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("workspace"));
            var ours = ids(tenant.get("/v1/keys?workspace=" + first())).getFirst();
            post(key, "/v1/keys/" + ours + "/rotate", Map.of())
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("workspace"));
        }

        @Test
        void when_a_key_of_it_changes_its_defaults_then_the_other_keeps_its_own() {
            var change = Map.of("name", "Web shop", "callback_url", "https://shop.example.com/");
            patch(key, "/v1/workspace", change)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("Web shop"))
                    .body("callback_url", equalTo("https://shop.example.com/"));
            tenant.get("/v1/workspace").then().body("callback_url", equalTo(null));
            tenant.get("/v1/workspaces/" + shop).then().body("name", equalTo("Web shop"));
        }

        @Test
        void when_a_key_of_it_makes_another_then_that_is_of_it_for_good() {
            var made = post(key, "/v1/keys", Map.of("name", "a")).then().statusCode(201).extract();
            assertThat(made.<String>path("workspace")).isEqualTo(shop);
            patch(
                            tenant.liveKey(),
                            "/v1/keys/" + made.<String>path("id"),
                            Map.of("workspace", first()))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("workspace"));
        }

        @Test
        void when_its_dialect_is_set_then_keys_without_one_speak_it() {
            patch(key, "/v1/workspace", Map.of("dialect", "a4f")).then().statusCode(200);
            TestTenant.as(key).get("/v1/models").then().body("object", equalTo(null));
            var own = Map.of("workspace", shop, "dialect", "openai");
            TestTenant.as(TestTenant.key(tenant.id(), "live", own))
                    .get("/v1/models")
                    .then()
                    .body("object", equalTo("list"));
        }

        @Test
        void when_it_is_archived_then_its_keys_stop_and_its_job_goes_on() {
            var theirs = submit(key).then().statusCode(200).extract().<String>path("id");
            archive(shop, true);
            TestTenant.as(key).get("/v1/models").then().statusCode(401);
            tenant.get("/v1/workspaces/" + shop).then().body("archived_at", not(equalTo(null)));
            post(tenant.liveKey(), "/v1/keys", Map.of("name", "a", "workspace", shop))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("workspace"));
            var stopped = ids(tenant.get("/v1/keys?workspace=" + shop)).getFirst();
            post(tenant.liveKey(), "/v1/keys/" + stopped + "/rotate", Map.of())
                    .then()
                    .statusCode(400);
            try (var worker = new Worker()) {
                Golden.run(worker, tenant, theirs, 40);
                Golden.end(
                        worker,
                        tenant,
                        theirs,
                        Status.FAILED,
                        new Failure(Reason.CONTENT_POLICY, "no"));
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tenant.held()).isEqualTo("0"));
            archive(shop, false);
            TestTenant.as(key).get("/v1/models").then().statusCode(200);
        }

        @Test
        void when_another_replica_archives_it_then_this_one_knows_within_seconds() {
            TestTenant.as(key).get("/v1/models").then().statusCode(200);
            jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update workspace set archived_at = now() where id = ?::uuid",
                                    shop.substring(3)));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> TestTenant.as(key).get("/v1/models").then().statusCode(401));
        }
    }

    @Nested
    class GivenABudgetOfTwoCredits {
        private String shop = "";

        @BeforeEach
        void limit() {
            shop = workspace(Map.of("name", "Shop", "spend_limits", Map.of("monthly", "2")));
        }

        @Test
        void when_200_submit_at_once_by_two_keys_then_all_together_spend_no_more()
                throws Exception {
            var first = keyOf(shop);
            var second = keyOf(shop);
            var turn = new AtomicInteger();
            var answers =
                    Plans.together(
                            200, () -> submit(turn.incrementAndGet() % 2 == 0 ? first : second));
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(2);
            submit(first)
                    .then()
                    .statusCode(429)
                    .body(
                            "error.message",
                            equalTo(
                                    "This workspace may spend 2 credits a month, has spent 1.6, and"
                                            + " this needs 0.8."));
            submit(tenant.liveKey()).then().statusCode(200);
        }

        @Test
        void when_the_key_has_less_then_its_own_limit_is_named() {
            var narrow =
                    TestTenant.key(
                            tenant.id(),
                            "live",
                            Map.of("workspace", shop, "spend_limits", Map.of("daily", "1")));
            submit(narrow).then().statusCode(200);
            submit(narrow).then().body("error.message", containsString("This key may spend 1"));
        }

        @Test
        void when_the_budget_is_raised_then_there_is_more_to_spend() {
            var key = keyOf(shop);
            submit(key).then().statusCode(200);
            submit(key).then().statusCode(200);
            submit(key).then().statusCode(429);
            patch(
                            tenant.liveKey(),
                            "/v1/workspaces/" + shop,
                            Map.of("spend_limits", Map.of("monthly", "2.4")))
                    .then()
                    .statusCode(200)
                    .body("spend_limits.monthly", equalTo("2.4"));
            submit(key).then().statusCode(200);
        }
    }

    @Nested
    class GivenAMember {
        private String member = "";

        @BeforeEach
        void signIn() {
            var id = UUID.randomUUID();
            jdbi.useHandle(
                    h ->
                            h.execute(
                                    """
                                    insert into api_key (id, tenant_id, subject, name, mode, scopes,
                                        prefix, last4, counted_as)
                                    values (?, ?::uuid, ?, 'ann', 'live',
                                        '{jobs:read,billing:read}', '', '', ?)
                                    """,
                                    id,
                                    tenant.id(),
                                    "https://issuer.example/ " + id,
                                    id));
            member = "member_" + id.toString().replace("-", "");
        }

        @Test
        void when_they_are_moved_then_they_belong_to_the_other_until_it_is_archived() {
            var shop = shop();
            var path = "/v1/members/" + member;
            tenant.get("/v1/members").then().body("data[0].workspace", equalTo(first()));
            patch(tenant.liveKey(), path, Map.of("workspace", shop))
                    .then()
                    .statusCode(200)
                    .body("workspace", equalTo(shop));
            patch(keyOf(shop), path, Map.of("workspace", shop)).then().statusCode(403);
            archive(shop, true);
            tenant.get("/v1/members").then().body("data[0].workspace", equalTo(first()));
            patch(tenant.liveKey(), path, Map.of("workspace", shop))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("workspace"));
            patch(tenant.liveKey(), path, Map.of()).then().statusCode(400);
        }
    }
}
