package dev.reelay.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How each API says that no more may begin: by the plan, by the key, for the tenant.
@QuarkusTest
class AdmissionTest {
    @Inject Jdbi jdbi;

    private static final Map<String, String> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");

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
        tenant.change(Map.of("plan", Plans.plan(Map.of("rank", rank(), "jobs_queued", 0))));
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
        var key =
                TestTenant.key(
                        tenant.id(), "test", Map.of("spend_limits", Map.of("daily", "0.01")));
        var answer = api.submit(key);
        Api.assertSays(answer, api.overBudget, api.overBudgetSays);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 86_400);
    }

    @ParameterizedTest
    @EnumSource
    void when_the_tenant_is_suspended_then_each_api_says_so_in_its_way(Api api) {
        var tenant = TestTenant.create("ultra", "0");
        tenant.change(Map.of("suspended", true));
        Api.assertSays(api.submit(tenant.testKey()), api.suspended, api.suspendedSays);
    }

    @Nested
    class GivenASuspendedTenant {
        @Test
        void then_it_reads_what_it_has_and_begins_nothing_until_it_is_let_go_on() {
            var tenant = TestTenant.rich();
            var before = tenant.submit("take-1", KITE).<String>path("id");
            tenant.change(Map.of("suspended", true));
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
            tenant.change(Map.of("suspended", false));
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
