package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the APIs that we speak contradict one another, side by side: the conflicts of our list of
/// dialects that are not about paths, models and shapes, which `SharedPathsTest` has.
@QuarkusTest
class ConflictsTest {
    private static final String OPENAI = "/openai/v1/videos";
    private static final String OPENROUTER = "/openrouter/api/v1/videos";
    private static final String NEWAPI = "/newapi/v1/video/generations";
    private static final String GPTIMAGE2 = "/gptimage2/api/ai/video/generate";
    private static final String TASKS = "/gptimage2/api/ai/tasks/";
    private static final String AIGATE = "/aigate/v1/video/generations";
    private static final String A4F = "/a4f/v1/video/generations";

    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private Response post(String path, String json) {
        return post(tenant.testKey(), path, json);
    }

    private static Response post(String key, String path, String json) {
        return TestTenant.as(key)
                .contentType(ContentType.JSON)
                .body(json.replace('\'', '"'))
                .post(path);
    }

    private Response get(String path) {
        return Golden.test(tenant).get(path);
    }

    /// A request of each API that it accepts.
    private static String body(String path) {
        return switch (path) {
            case OPENAI -> "{'model': 'sora-2', 'prompt': 'a kite'}";
            case OPENROUTER -> "{'model': 'google/veo-3.1', 'prompt': 'a kite'}";
            case NEWAPI -> "{'model': 'kling-v1', 'prompt': 'a kite'}";
            case GPTIMAGE2 ->
                    "{'model': 'veo3_fast', 'prompt': 'a kite', 'inputMode': 'text_to_video'}";
            case AIGATE -> "{'model': 'klingai/kling-v3.0-t2v', 'prompt': 'a kite'}";
            case A4F ->
                    "{'model': 'provider-2/kling-v2.1', 'prompt': 'a kite', 'quality': '720p', 'duration': 5}";
            default -> throw new IllegalArgumentException(path);
        };
    }

    @Test
    void when_only_the_api_prefix_differs_then_submits_are_another_apis_c6() {
        post("/api/v1/videos", body(OPENROUTER))
                .then()
                .statusCode(202)
                .body("polling_url", containsString("/api/v1/videos/"))
                .body("status", equalTo("pending"))
                .body("$", not(hasKey("error")));
        post("/v1/videos", body(OPENAI))
                .then()
                .statusCode(200)
                .body("object", equalTo("video"))
                .body("status", equalTo("queued"))
                .body("$", hasKey("error"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                OPENAI + " | 'seconds': '4' | 200",
                OPENAI + " | 'seconds': 4 | 200",
                OPENAI + " | 'seconds': 4.5 | 400",
                OPENROUTER + " | 'duration': 8 | 202",
                OPENROUTER + " | 'duration': '8' | 400",
                OPENROUTER + " | 'duration': 7.5 | 400",
                GPTIMAGE2 + " | 'duration': 8 | 200",
                GPTIMAGE2 + " | 'duration': '8' | 400",
                NEWAPI + " | 'duration': 5 | 201",
                NEWAPI + " | 'duration': '5' | 201",
                AIGATE + " | 'duration': '5' | 400",
                A4F + " | 'duration': '5' | 400",
                A4F + " | 'duration': 5.0 | 400"
            })
    void when_a_duration_has_a_type_then_each_api_takes_its_own_c8(
            String path, String member, int status) {
        var plain = body(path).replace(", 'duration': 5", "");
        post(path, plain.replace("}", ", " + member + "}")).then().statusCode(status);
    }

    @Test
    void when_an_openai_client_says_seconds_then_they_come_back_as_text_c8() {
        for (var seconds : List.of("'8'", "8")) {
            post(OPENAI, body(OPENAI).replace("}", ", 'seconds': " + seconds + "}"))
                    .then()
                    .body("seconds", equalTo("8"));
        }
    }

    @Test
    void when_quality_is_said_then_it_is_a_tier_or_a_resolution_c10() {
        post(AIGATE, body(AIGATE).replace("}", ", 'quality': '720p'}"))
                .then()
                .statusCode(400)
                .body("error.message", containsString("quality"));
        post(A4F, body(A4F).replace("720p", "pro"))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("quality"));
    }

    @Test
    void when_there_is_nothing_to_say_then_it_is_null_or_left_out_c11() {
        var video = post(OPENAI, body(OPENAI)).<String>path("id");
        get(OPENAI + "/" + video)
                .then()
                .body("$", hasKey("completed_at"))
                .body("completed_at", nullValue())
                .body("$", hasKey("expires_at"))
                .body("$", hasKey("remixed_from_video_id"))
                .body("error", nullValue());
        var job = post(OPENROUTER, body(OPENROUTER)).<String>path("id");
        assertThat(get(OPENROUTER + "/" + job).asString()).doesNotContain("null");
    }

    @Test
    void when_a_job_runs_then_each_api_has_its_own_word_c12() {
        try (var worker = new Worker()) {
            assertThat(runs(worker, OPENAI, "id", OPENAI + "/")).isEqualTo("in_progress");
            assertThat(runs(worker, OPENROUTER, "id", OPENROUTER + "/")).isEqualTo("in_progress");
            assertThat(runs(worker, NEWAPI, "task_id", NEWAPI + "/")).isEqualTo("processing");
            assertThat(runs(worker, GPTIMAGE2, "taskId", TASKS)).isEqualTo(0);
        }
    }

    private Object runs(Worker worker, String path, String id, String polled) {
        var job = post(path, body(path)).<String>path(id);
        Golden.run(worker, tenant, Golden.newestJob(jdbi, tenant), 40);
        return get(polled + job).path("status");
    }

    @Test
    void when_a_job_is_unknown_then_each_api_says_so_in_its_own_way_c13() {
        get(OPENAI + "/video_" + "0".repeat(32))
                .then()
                .statusCode(404)
                .body("error.type", equalTo("invalid_request_error"));
        get(OPENROUTER + "/" + "0".repeat(22))
                .then()
                .statusCode(404)
                .body("error.code", equalTo(404));
        get(TASKS + "tsk_" + "0".repeat(26))
                .then()
                .statusCode(404)
                .body("error", equalTo("Task not found"));
        get("/aigate/v1/videos/task_" + "0".repeat(32) + "/content")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("not_found"));
        get(NEWAPI + "/task_" + "0".repeat(32))
                .then()
                .statusCode(404)
                .body("code", equalTo("task_not_exist"));
    }

    @Test
    void when_there_are_no_credits_then_each_api_has_its_own_status_c14() {
        Golden.spendTestCredits(tenant);
        assertThat(statuses(OPENROUTER, GPTIMAGE2)).containsOnly(402);
        assertThat(statuses(AIGATE, A4F, OPENAI)).containsOnly(429);
        assertThat(statuses(NEWAPI)).containsOnly(403);
    }

    private List<Integer> statuses(String... paths) {
        return List.of(paths).stream().map(path -> post(path, body(path)).statusCode()).toList();
    }

    /// OpenAI's client repeats 408, 409, 429 and 5XX unless it is told not to, OpenRouter's repeats
    /// 5XX for an hour.
    @Test
    void when_a_refusal_is_for_good_then_no_client_repeats_it_c16() {
        var wrong = ", 'seconds': '99', 'duration': 99}";
        var unknown = Map.of(OPENAI, "sora-2", OPENROUTER, "google/veo-3.1");
        unknown.forEach(
                (path, model) -> {
                    assertNotRepeated(post(path, body(path).replace("}", wrong)));
                    assertNotRepeated(post(path, body(path).replace(model, "no/such")));
                    // Nobody renders it for a live key.
                    assertNotRepeated(post(tenant.liveKey(), path, body(path)));
                    assertNotRepeated(post("sk-test-wrong", path, body(path)));
                });
        Golden.spendTestCredits(tenant);
        assertNotRepeated(post(OPENROUTER, body(OPENROUTER)));
        post(OPENAI, body(OPENAI)).then().statusCode(429).header("x-should-retry", "false");
    }

    private static void assertNotRepeated(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 401, 402, 403, 404);
    }
}
