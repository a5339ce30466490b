package dev.reelay.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may begin how much: plans, spend limits of keys, suspension.
@QuarkusTest
class AdmissionTest {
    @Inject Jdbi jdbi;

    private static final Map<String, String> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");

    /// A plan of its own, without limits but for these.
    private static String plan(Map<String, ?> limits) {
        var id = "p" + UUID.randomUUID().toString().substring(0, 8);
        putPlan(id, limits).then().statusCode(200);
        return id;
    }

    private static Response putPlan(String id, Map<String, ?> limits) {
        var plan = new HashMap<String, Object>();
        plan.put("rank", ThreadLocalRandom.current().nextInt(1_000, 1_000_000));
        plan.put("weight", 1);
        plan.put("jobs_at_once", 1);
        plan.put("files_kept_seconds", 3_600);
        plan.putAll(limits);
        return TestTenant.operator().body(plan).put("/admin/v1/plans/" + id);
    }

    private static void changeTenant(TestTenant tenant, Map<String, ?> change) {
        TestTenant.operator()
                .body(change)
                .patch("/admin/v1/tenants/" + tenant.id())
                .then()
                .statusCode(200);
    }

    private static List<Integer> together(int calls, Callable<Response> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.invokeAll(IntStream.range(0, calls).mapToObj(_ -> call).toList());
            return all.stream().map(Future::resultNow).map(Response::statusCode).toList();
        }
    }

    @Nested
    class GivenAPlan {
        @Test
        void when_200_submit_at_once_then_exactly_as_many_are_accepted_as_may_be_unfinished()
                throws Exception {
            var tenant = TestTenant.create(plan(Map.of("jobs_queued", 39)), "1000");
            var answers = together(200, () -> tenant.submit(KITE));
            assertThat(answers).containsOnly(200, 429);
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(40);
            assertThat(tenant.held()).isEqualTo("32");
        }

        @Test
        void when_200_submit_at_once_then_exactly_as_many_are_accepted_as_the_day_has()
                throws Exception {
            var tenant = TestTenant.create(plan(Map.of("jobs_per_day", 40)), "1000");
            var answers = together(200, () -> tenant.submit(KITE));
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(40);
            var refused = tenant.submit(KITE);
            refused.then()
                    .statusCode(429)
                    .body("error.message", containsString("40 jobs a day"))
                    .body("error.code", equalTo("rate_limit_exceeded"));
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 86_400);
        }

        @Test
        void when_a_refused_submission_is_repeated_under_its_key_later_then_it_is_accepted() {
            var plan = plan(Map.of("jobs_queued", 0));
            var tenant = TestTenant.create(plan, "10");
            tenant.job();
            tenant.submit("take-2", KITE).then().statusCode(429);
            changeTenant(tenant, Map.of("plan", plan(Map.of("jobs_queued", 1))));
            tenant.submit("take-2", KITE)
                    .then()
                    .statusCode(200)
                    .header("Idempotency-Replayed", equalTo(null));
        }

        @Test
        void when_its_model_is_not_among_the_plans_then_it_is_neither_listed_nor_accepted() {
            var tenant = TestTenant.create(plan(Map.of("models", List.of("kling-v3"))), "10");
            tenant.submit(KITE)
                    .then()
                    .statusCode(403)
                    .body("error.message", containsString("is not among those of the plan"));
            assertThat(tenant.get("/v1/models").<List<String>>path("data.id"))
                    .doesNotContain(TestTenant.MODEL);
        }

        @Test
        void when_requests_come_too_fast_then_they_are_told_when_to_come_again() throws Exception {
            var tenant = TestTenant.create(plan(Map.of("requests_per_second", 1)), "100");
            var first = tenant.submit(KITE);
            first.then()
                    .statusCode(200)
                    .header("RateLimit-Policy", "\"requests\";q=10;w=10")
                    .header("RateLimit", "\"requests\";r=9;t=1");
            var answers = together(30, () -> tenant.submit(KITE));
            assertThat(answers).contains(200, 429);
            var refused =
                    Stream.generate(() -> tenant.submit(KITE))
                            .limit(30)
                            .filter(answer -> answer.statusCode() == 429)
                            .findFirst()
                            .orElseThrow();
            refused.then()
                    .header("RateLimit", matchesPattern("\"requests\";r=0;t=\\d+"))
                    .header("Retry-After", matchesPattern("[12]"))
                    .body("error.message", containsString("10 requests in 10 seconds"));
            for (var i = 0; i < 20; i++) {
                tenant.video(first.path("id")).then().statusCode(200);
            }
        }

        @Test
        void when_the_plan_is_changed_then_the_next_submission_is_measured_by_it() {
            var id = plan(Map.of("jobs_per_day", 1));
            var tenant = TestTenant.create(id, "10");
            tenant.job();
            tenant.submit(KITE).then().statusCode(429);
            putPlan(id, Map.of("jobs_per_day", 2)).then().statusCode(200);
            tenant.job();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        rank                | -1     | must be 0 to
                        weight              | 0      | must be 1 to
                        jobs_at_once        | 0      | must be 1 to
                        jobs_queued         | -1     | must be 0 to
                        jobs_per_day        | 1.5    | must be a whole number
                        requests_per_second | 0      | must be 1 to
                        files_kept_seconds  | 0      | must be 1 to
                        longest_seconds     | "8"    | must be a whole number
                        highest_resolution  | "8K"   | must be one of
                        models              | ["no"] | is no id of the catalogue
                        mode                | 1      | is unknown
                        """)
        void when_it_is_made_with_what_cannot_be_then_it_says_so(
                String member, String value, String says) {
            var members =
                    new TreeMap<>(
                            Map.of(
                                    "rank",
                                    "999",
                                    "weight",
                                    "1",
                                    "jobs_at_once",
                                    "1",
                                    "files_kept_seconds",
                                    "60"));
            members.put(member, value);
            var json =
                    members.entrySet().stream()
                            .map(m -> "\"%s\": %s".formatted(m.getKey(), m.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            TestTenant.operator()
                    .body(json)
                    .put("/admin/v1/plans/wrong")
                    .then()
                    .statusCode(400)
                    .body("error.field", equalTo(member))
                    .body("error.message", containsString(says));
            TestTenant.operator().get("/admin/v1/plans/wrong").then().statusCode(404);
        }

        @Test
        void then_it_can_be_read_and_removed_once_nobody_has_it() {
            var id = plan(Map.of("highest_resolution", "1080p"));
            TestTenant.operator()
                    .get("/admin/v1/plans/" + id)
                    .then()
                    .statusCode(200)
                    .body("highest_resolution", equalTo("1080p"))
                    .body("jobs_queued", equalTo(null));
            assertThat(TestTenant.operator().get("/admin/v1/plans").<List<String>>path("data.id"))
                    .startsWith("free", "pro", "ultra")
                    .contains(id);
            var tenant = TestTenant.create(id, "0");
            TestTenant.operator().delete("/admin/v1/plans/" + id).then().statusCode(409);
            changeTenant(tenant, Map.of("plan", "pro"));
            TestTenant.operator().delete("/admin/v1/plans/" + id).then().statusCode(204);
            TestTenant.operator().delete("/admin/v1/plans/" + id).then().statusCode(404);
        }

        @Test
        void when_another_has_its_rank_then_it_is_not_made() {
            putPlan("second-of-rank-2", Map.of("rank", 2))
                    .then()
                    .statusCode(409)
                    .body("error.message", equalTo("another plan has the rank 2"));
        }
    }

    /// The three plans as they come.
    @ParameterizedTest
    @CsvSource({
        "free, 2, 2, 20, 50, 1, 86400",
        "pro, 20, 20, 1000, 2000, 4, 2592000",
        "ultra, 200, 200, 20000, 50000, 16, 7776000"
    })
    void a_plan_comes_with_its_limits(
            String id, int perSecond, int atOnce, int queued, int perDay, int weight, int kept) {
        TestTenant.operator()
                .get("/admin/v1/plans/" + id)
                .then()
                .body("requests_per_second", equalTo(perSecond))
                .body("jobs_at_once", equalTo(atOnce))
                .body("jobs_queued", equalTo(queued))
                .body("jobs_per_day", equalTo(perDay))
                .body("weight", equalTo(weight))
                .body("files_kept_seconds", equalTo(kept));
    }

    /// The six, with a submission of each and what they say.
    enum Api {
        AIGATE(
                "/aigate/v1/video/generations",
                "{'model': 'klingai/kling-v3.0-t2v', 'prompt': 'a kite'}",
                429,
                "error.type=rate_limit_error",
                429,
                "error.type=insufficient_quota",
                403,
                "error.type=permission_error"),
        GPTIMAGE2(
                "/gptimage2/api/ai/video/generate",
                "{'model': 'sora-2-text-to-video', 'inputMode': 'text_to_video', 'prompt': 'a kite'}",
                429,
                "error=Too many requests",
                402,
                "error=Insufficient credits",
                403,
                "error=This account is suspended"),
        A4F(
                "/a4f/v1/video/generations",
                "{'model': 'provider-2/kling-v2.1', 'prompt': 'a kite', 'quality': '720p', 'duration': 5}",
                429,
                "error.code=rate_limit_exceeded",
                429,
                "error.code=rate_limit_exceeded",
                403,
                "error.code=permission_denied_error"),
        OPENROUTER(
                "/openrouter/api/v1/videos",
                "{'model': 'google/veo-3.1', 'prompt': 'a kite'}",
                429,
                "error.code=429",
                402,
                "error.code=402",
                403,
                "error.code=403"),
        NEWAPI(
                "/newapi/v1/video/generations",
                "{'model': 'kling-v1', 'prompt': 'a kite'}",
                429,
                "code=rate_limit_exceeded",
                403,
                "code=pre_consume_token_quota_failed",
                403,
                "error.type=new_api_error"),
        OPENAI(
                "/v1/videos",
                "{'model': 'reelay/storyboard-1', 'prompt': 'a kite'}",
                429,
                "error.code=rate_limit_exceeded",
                429,
                "error.code=insufficient_quota",
                403,
                "error.type=invalid_request_error");

        private final String path;
        private final String body;
        private final int tooMany;
        private final String tooManySays;
        private final int overBudget;
        private final String overBudgetSays;
        private final int suspended;
        private final String suspendedSays;

        Api(
                String path,
                String body,
                int tooMany,
                String tooManySays,
                int overBudget,
                String overBudgetSays,
                int suspended,
                String suspendedSays) {
            this.path = path;
            this.body = body.replace('\'', '"');
            this.tooMany = tooMany;
            this.tooManySays = tooManySays;
            this.overBudget = overBudget;
            this.overBudgetSays = overBudgetSays;
            this.suspended = suspended;
            this.suspendedSays = suspendedSays;
        }

        Response submit(String key) {
            return TestTenant.as(key).contentType(ContentType.JSON).body(body).post(path);
        }

        private static void assertSays(Response answer, int status, String says) {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
            var said = says.split("=", 2);
            assertThat(String.valueOf(answer.<Object>path(said[0]))).isEqualTo(said[1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void when_no_more_may_be_queued_then_each_api_says_so_in_its_way(Api api) {
        var tenant = TestTenant.create("ultra", "0");
        changeTenant(tenant, Map.of("plan", plan(Map.of("rank", rank(), "jobs_queued", 0))));
        Golden.test(tenant)
                .contentType(ContentType.JSON)
                .body(KITE)
                .post("/v1/videos")
                .then()
                .statusCode(200);
        var answer = api.submit(tenant.testKey());
        Api.assertSays(answer, api.tooMany, api.tooManySays);
        answer.then().header("Retry-After", "5");
    }

    private static int rank() {
        return ThreadLocalRandom.current().nextInt(1_000, 1_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void when_the_key_has_spent_its_budget_then_each_api_says_so_in_its_way(Api api) {
        var tenant = TestTenant.create("ultra", "0");
        var key = key(tenant, "test", Map.of("daily", "0.01"));
        var answer = api.submit(key);
        Api.assertSays(answer, api.overBudget, api.overBudgetSays);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 86_400);
    }

    @ParameterizedTest
    @EnumSource
    void when_the_tenant_is_suspended_then_each_api_says_so_in_its_way(Api api) {
        var tenant = TestTenant.create("ultra", "0");
        changeTenant(tenant, Map.of("suspended", true));
        Api.assertSays(api.submit(tenant.testKey()), api.suspended, api.suspendedSays);
    }

    private static String key(TestTenant tenant, String mode, @Nullable Map<String, ?> limits) {
        var body = new HashMap<String, Object>(Map.of("name", "a key", "mode", mode));
        body.put("spend_limits", limits);
        return TestTenant.operator()
                .body(body)
                .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    @Nested
    class GivenAKeyThatMaySpendTwoCredits {
        private TestTenant tenant;
        private String key;

        @BeforeEach
        void make() {
            tenant = TestTenant.create("ultra", "1000");
            key = key(tenant, "live", Map.of("total", "2"));
        }

        private Response submit(String key) {
            return TestTenant.as(key).contentType(ContentType.JSON).body(KITE).post("/v1/videos");
        }

        private Response make(String key, Map<String, ?> body) {
            return TestTenant.as(key).contentType(ContentType.JSON).body(body).post("/v1/keys");
        }

        @Test
        void when_200_submit_at_once_then_it_spends_no_more() throws Exception {
            var answers = together(200, () -> submit(key));
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(2);
            assertThat(tenant.held()).isEqualTo("1.6");
            submit(key)
                    .then()
                    .statusCode(429)
                    .header("x-should-retry", "false")
                    .header("Retry-After", equalTo(null))
                    .body(
                            "error.message",
                            equalTo(
                                    "This key may spend 2 credits in all, has spent 1.6, and this"
                                            + " needs 0.8."));
            submit(tenant.liveKey()).then().statusCode(200);
        }

        @Test
        void when_it_is_rotated_then_the_new_key_has_what_the_old_one_left() {
            submit(key).then().statusCode(200);
            var old =
                    TestTenant.as(key)
                            .get("/v1/keys")
                            .<String>path(
                                    "data.find { it.last4 == '%s' }.id"
                                            .formatted(key.substring(key.length() - 4)));
            var made = make(key, "/" + old + "/rotate");
            submit(made).then().statusCode(200);
            submit(made).then().statusCode(429);
            submit(key).then().statusCode(429);
        }

        private String make(String key, String path) {
            return TestTenant.as(key)
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post("/v1/keys" + path)
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("key");
        }

        @Test
        void when_it_makes_another_key_then_both_together_spend_no_more() {
            make(key, Map.of("name", "more")).then().statusCode(400);
            make(key, Map.of("name", "more", "spend_limits", Map.of("total", "2.000001")))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("spend_limits"));
            var made = make(key, Map.of("name", "as much", "spend_limits", Map.of("total", "2")));
            made.then().statusCode(201).body("spend_limits.total", equalTo("2"));
            submit(made.path("key")).then().statusCode(200);
            submit(key).then().statusCode(200);
            submit(made.path("key")).then().statusCode(429);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        {"weekly": "1"}      | spend_limits.weekly
                        {"daily": "-1"}      | spend_limits.daily
                        {"daily": "1e3"}     | spend_limits.daily
                        {"total": "0.1234567"} | spend_limits.total
                        {"monthly": true}    | spend_limits.monthly
                        "2"                  | spend_limits
                        """)
        void when_a_limit_is_none_then_it_is_refused(String limits, String field) {
            tenant.live()
                    .contentType(ContentType.JSON)
                    .body("{\"name\": \"a key\", \"spend_limits\": %s}".formatted(limits))
                    .post("/v1/keys")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(field));
        }
    }

    @Nested
    class GivenASuspendedTenant {
        @Test
        void then_it_reads_what_it_has_and_begins_nothing_until_it_is_let_go_on() {
            var tenant = TestTenant.rich();
            var before = tenant.submit("take-1", KITE).<String>path("id");
            changeTenant(tenant, Map.of("suspended", true));
            tenant.video(before).then().statusCode(200);
            tenant.submit("take-1", KITE).then().statusCode(200).body("id", equalTo(before));
            tenant.submit(KITE)
                    .then()
                    .statusCode(403)
                    .body("error.message", equalTo("This account is suspended."));
            tenant.live()
                    .contentType(ContentType.JSON)
                    .body(KITE)
                    .post("/v1/videos/quote")
                    .then()
                    .statusCode(403);
            TestTenant.operator()
                    .get("/admin/v1/tenants/" + tenant.id())
                    .then()
                    .body("suspended", equalTo(true));
            changeTenant(tenant, Map.of("suspended", false));
            tenant.job();
        }
    }

    @Test
    void when_another_replica_suspends_it_then_this_one_knows_within_seconds() {
        var tenant = TestTenant.rich();
        tenant.job();
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update tenant set suspended_at = now() where id = ?::uuid",
                                tenant.id()));
        Awaitility.await().until(() -> tenant.submit(KITE).statusCode() == 403);
    }

    @Test
    void when_a_change_names_what_cannot_be_then_it_says_so() {
        var path = "/admin/v1/tenants/" + TestTenant.create("free", "0").id();
        for (var wrong :
                List.of(
                        "{\"plan\": \"gold\"}",
                        "{\"suspended\": 1}",
                        "{\"name\": \"\"}",
                        "{\"credits\": 5}")) {
            TestTenant.operator().body(wrong).patch(path).then().statusCode(400);
        }
        TestTenant.operator()
                .body(Map.of("suspended", true))
                .patch("/admin/v1/tenants/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        given().body(Map.of("suspended", true))
                .contentType(ContentType.JSON)
                .patch(path)
                .then()
                .statusCode(401);
    }
}
