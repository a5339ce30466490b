package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a plan limits, and how operators make plans.
@QuarkusTest
class PlansTest {
    private static final Map<String, String> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");

    @Test
    void when_200_submit_at_once_then_exactly_as_many_are_accepted_as_may_be_unfinished()
            throws Exception {
        var tenant = TestTenant.create(Plans.plan(Map.of("jobs_queued", 39)), "1000");
        var answers = Plans.together(200, () -> tenant.submit(KITE));
        assertThat(answers).containsOnly(200, 429);
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(40);
        assertThat(tenant.held()).isEqualTo("32");
    }

    @Test
    void when_200_submit_at_once_then_exactly_as_many_are_accepted_as_the_day_has()
            throws Exception {
        var tenant = TestTenant.create(Plans.plan(Map.of("jobs_per_day", 40)), "1000");
        var answers = Plans.together(200, () -> tenant.submit(KITE));
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
        var plan = Plans.plan(Map.of("jobs_queued", 0));
        var tenant = TestTenant.create(plan, "10");
        tenant.job();
        tenant.submit("take-2", KITE).then().statusCode(429);
        tenant.change(Map.of("plan", Plans.plan(Map.of("jobs_queued", 1))));
        tenant.submit("take-2", KITE)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", equalTo(null));
    }

    @Test
    void when_its_model_is_not_among_the_plans_then_it_is_neither_listed_nor_accepted() {
        var tenant = TestTenant.create(Plans.plan(Map.of("models", List.of("kling-v3"))), "10");
        tenant.submit(KITE)
                .then()
                .statusCode(403)
                .body("error.message", containsString("is not among those of the plan"));
        assertThat(tenant.get("/v1/models").<List<String>>path("data.id"))
                .doesNotContain(TestTenant.MODEL);
    }

    @Test
    void when_requests_come_too_fast_then_they_are_told_when_to_come_again() throws Exception {
        var tenant = TestTenant.create(Plans.plan(Map.of("requests_per_second", 1)), "100");
        var first = tenant.submit(KITE);
        first.then()
                .statusCode(200)
                .header("RateLimit-Policy", "\"requests\";q=10;w=10")
                .header("RateLimit", "\"requests\";r=9;t=1");
        var answers = Plans.together(30, () -> tenant.submit(KITE));
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
        var id = Plans.plan(Map.of("jobs_per_day", 1));
        var tenant = TestTenant.create(id, "10");
        tenant.job();
        tenant.submit(KITE).then().statusCode(429);
        Plans.put(id, Map.of("jobs_per_day", 2)).then().statusCode(200);
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
                    prompts_kept_seconds | 0     | must be 1 to
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
        var id = Plans.plan(Map.of("highest_resolution", "1080p"));
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
        tenant.change(Map.of("plan", "pro"));
        TestTenant.operator().delete("/admin/v1/plans/" + id).then().statusCode(204);
        TestTenant.operator().delete("/admin/v1/plans/" + id).then().statusCode(404);
    }

    @Test
    void when_another_has_its_rank_then_it_is_not_made() {
        Plans.put("second-of-rank-2", Map.of("rank", 2))
                .then()
                .statusCode(409)
                .body("error.message", equalTo("another plan has the rank 2"));
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
                .body("files_kept_seconds", equalTo(kept))
                .body("prompts_kept_seconds", equalTo(2_592_000));
    }
}
