package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// gptimage2api.org's video API, whole bodies.
@QuarkusTest
class GptImage2Test {
    private static final String GENERATE = "/gptimage2/api/ai/video/generate";
    private static final String TASKS = "/gptimage2/api/ai/tasks/";

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private final Worker worker = new Worker();
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private Response generate(Map<String, ?> body) {
        return Golden.test(tenant).contentType(ContentType.JSON).body(body).post(GENERATE);
    }

    private static Map<String, Object> sample() {
        var body = new HashMap<String, Object>();
        body.put("prompt", "paper crane unfolding on a windowsill");
        body.put("model", "kling/v2-1-pro");
        body.put("inputMode", "image_to_video");
        body.put("inputImageUrls", List.of(Pictures.dataUrl(Pictures.png())));
        body.put("aspectRatio", "16:9");
        body.put("duration", 5);
        return body;
    }

    /// Crockford's digits for the 128 bits of the id.
    private static String ulid(String video) {
        var digits = new BigInteger(video.substring("video_".length()), 16).toString(32);
        var text = new StringBuilder();
        for (var digit : ("0".repeat(26 - digits.length()) + digits).toCharArray()) {
            text.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(Character.digit(digit, 32)));
        }
        return "tsk_" + text;
    }

    @Test
    void when_the_seeds_own_request_is_sent_then_it_costs_what_the_seed_says() {
        var answer =
                generate(
                        Map.of(
                                "prompt",
                                "A slow cinematic dolly around a ceramic coffee cup on a kitchen"
                                        + " island, morning light, 35mm film",
                                "model",
                                "sora-2-text-to-video",
                                "inputMode",
                                "text_to_video",
                                "aspectRatio",
                                "16:9",
                                "duration",
                                5));
        Golden.assertBody(
                answer,
                200,
                Map.of("id", ulid(Golden.newestJob(jdbi, tenant))),
                """
                {"taskId": "<id>", "status": 0, "creditsUsed": 12}
                """);
        try (var topic = new JobsTopic()) {
            var spec = topic.awaitRequest(Golden.newestJob(jdbi, tenant)).spec();
            assertThat(spec.seconds()).isEqualTo(5);
            assertThat(spec.aspectRatio()).isEqualTo("16:9");
            assertThat(spec.mode()).isEqualTo(Mode.TEXT);
            assertThat(spec.model()).isEqualTo("sora-2-text-to-video");
        }
    }

    @Test
    void when_several_images_are_sent_then_the_first_is_used_and_other_controls_are_passed_on() {
        var body = sample();
        body.put("inputImageUrls", List.of(Pictures.dataUrl(Pictures.png()), "not looked at"));
        body.put("cfgScale", 0.5);
        generate(body).then().statusCode(200).body("creditsUsed", equalTo(21));
        try (var topic = new JobsTopic()) {
            var spec = topic.awaitRequest(Golden.newestJob(jdbi, tenant)).spec();
            assertThat(spec.mode()).isEqualTo(Mode.IMAGE);
            assertThat(spec.inputs()).hasSize(1);
            assertThat(spec.providerOptions()).hasToString("{\"cfgScale\":0.5}");
            assertThat(spec.resolution()).isEqualTo("1080p");
        }
    }

    @Test
    void when_an_image_is_a_web_address_then_the_worker_is_told_it() {
        var body = sample();
        body.put("inputImageUrls", List.of("https://example.com/a.png"));
        generate(body).then().statusCode(200);
        try (var topic = new JobsTopic()) {
            var spec = topic.awaitRequest(Golden.newestJob(jdbi, tenant)).spec();
            assertThat(spec.inputs().getFirst().address()).hasToString("https://example.com/a.png");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sora-2-pro-text-to-video, text_to_video, 10, 1080p, 48",
        "veo3_fast, text_to_video, , , 9",
        "veo3, image_to_video, 8, , 63",
        "veo3_lite, text_to_video, 8, 1080p, 5",
        "bytedance/seedance-1.5-pro, image_to_video, 10, , 28",
        "hailuo/02-text-to-video-standard, text_to_video, 10, , 21",
        "hailuo/02-image-to-video-pro, image_to_video, , , 24",
        "kling/v2-1-master-text-to-video, text_to_video, 10, , 134",
        "wan/2-6-text-to-video, text_to_video, 15, 720p, 90",
    })
    void then_a_clip_costs_whole_credits(
            String model,
            String mode,
            @Nullable Integer duration,
            @Nullable String resolution,
            int credits) {
        var body = new HashMap<String, Object>();
        body.put("prompt", "a kite");
        body.put("model", model);
        body.put("inputMode", mode);
        body.put("duration", duration);
        body.put("resolution", resolution);
        if (mode.startsWith("image")) {
            body.put("inputImageUrls", List.of(Pictures.dataUrl(Pictures.png())));
        }
        generate(body).then().statusCode(200).body("creditsUsed", equalTo(credits));
    }

    @Nested
    class GivenATask {
        private String video;
        private String id;

        @BeforeEach
        void submit() {
            id = generate(sample()).then().statusCode(200).extract().path("taskId");
            video = Golden.newestJob(jdbi, tenant);
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", null);
        }

        private Response task() {
            return Golden.test(tenant).get(TASKS + id);
        }

        private static final String PENDING =
                """
                {"taskId": "<id>", "id": "<id>", "type": "video", "status": 0,
                 "model": "kling/v2-1-pro", "prompt": "paper crane unfolding on a windowsill",
                 "creditsUsed": 21, "creditsRefunded": false, "creditRefunded": false,
                 "createdAt": "2026-06-01T08:00:00.000Z", "updatedAt": "<updated>",
                 "completedAt": null}
                """;

        @Test
        void when_it_waits_or_runs_then_it_is_pending() {
            var waiting = Map.of("id", id, "updated", "2026-06-01T08:00:00.000Z");
            Golden.assertBody(task(), 200, waiting, PENDING);
            Golden.run(worker, tenant, video, 40);
            var running = Map.of("id", id, "updated", task().<String>path("updatedAt"));
            Golden.assertBody(task(), 200, running, PENDING);
            assertThat(running.get("updated")).isGreaterThan("2026-06-01T08:00:00.000Z");
        }

        @Test
        void when_it_is_completed_then_the_file_is_there_for_anybody_with_the_link() {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            Golden.complete(worker, tenant, video, clip);
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", "2026-06-01T08:01:12Z");
            var task = task();
            var link = task.<String>path("videoUrl");
            Golden.assertBody(
                    task,
                    200,
                    Map.of("id", id, "link", link),
                    """
                    {"taskId": "<id>", "id": "<id>", "type": "video", "status": 1,
                     "model": "kling/v2-1-pro", "prompt": "paper crane unfolding on a windowsill",
                     "videoUrl": "<link>",
                     "creditsUsed": 21, "creditsRefunded": false, "creditRefunded": false,
                     "createdAt": "2026-06-01T08:00:00.000Z",
                     "updatedAt": "2026-06-01T08:01:12.000Z",
                     "completedAt": "2026-06-01T08:01:12.000Z"}
                    """);
            assertThat(link).startsWith("http://localhost:8081/content/").endsWith(".mp4");
            var path = URI.create(link).getPath();
            assertThat(RestAssured.get(path).asString()).isEqualTo("a clip");
            RestAssured.head(path).then().statusCode(200).header("Content-Length", "6");
            // In the signature, which is the last of it.
            var at = path.length() - 10;
            var forged = path.charAt(at) == 'A' ? 'B' : 'A';
            RestAssured.get(path.substring(0, at) + forged + path.substring(at + 1))
                    .then()
                    .statusCode(404);
        }

        @ParameterizedTest
        @CsvSource({
            "FAILED, STORAGE_ERROR, STORAGE_ERROR",
            "FAILED, PROVIDER_ERROR, PROVIDER_ERROR",
            "FAILED, CONTENT_POLICY, CONTENT_POLICY",
            "CANCELLED, CANCELLED, CANCELLED",
            "EXPIRED, TIMEOUT, TIMEOUT"
        })
        void when_it_fails_then_the_credits_are_back(Status status, Reason reason, String code) {
            Golden.end(
                    worker,
                    tenant,
                    video,
                    status,
                    new Failure(reason, "provider returned no output"));
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", "2026-06-01T08:01:12Z");
            Golden.assertBody(
                    task(),
                    200,
                    Map.of("id", id, "code", code),
                    """
                    {"taskId": "<id>", "id": "<id>", "type": "video", "status": 2,
                     "model": "kling/v2-1-pro", "prompt": "paper crane unfolding on a windowsill",
                     "errorCode": "<code>", "errorMessage": "provider returned no output",
                     "creditsUsed": 21, "creditsRefunded": true, "creditRefunded": true,
                     "createdAt": "2026-06-01T08:00:00.000Z",
                     "updatedAt": "2026-06-01T08:01:12.000Z",
                     "completedAt": "2026-06-01T08:01:12.000Z"}
                    """);
            Golden.test(tenant).get("/v1/credits").then().body("available", equalTo("10000"));
        }

        @Test
        void when_another_tenant_or_nobody_asks_then_it_is_unknown_or_unauthorized() {
            var stranger = TestTenant.rich();
            Golden.assertBody(
                    Golden.test(stranger).get(TASKS + id),
                    404,
                    Map.of(),
                    "{\"error\": \"Task not found\"}");
            Golden.assertBody(
                    RestAssured.get(TASKS + id), 401, Map.of(), "{\"error\": \"Unauthorized\"}");
        }

        @Test
        void when_the_path_has_no_prefix_then_it_is_the_same() {
            Golden.test(tenant).get("/api/ai/tasks/" + id).then().body("taskId", equalTo(id));
            assertThat(id).isEqualTo(ulid(video));
        }
    }

    @Nested
    class GivenABadRequest {
        @AfterEach
        void nothing_is_left_behind() {
            assertThat(Rows.of(jdbi, store, tenant)).isEqualTo(Rows.NONE);
            Golden.test(tenant).get("/v1/credits").then().body("held", equalTo("0"));
        }

        static Stream<Arguments> fields() {
            return Stream.of(
                    bad("prompt", null, "prompt", "Prompt is required"),
                    bad("prompt", "", "prompt", "Prompt is required"),
                    bad("prompt", 5, "prompt", "must be a string"),
                    bad("model", null, "model", "model is required"),
                    bad("model", "nope/nothing", "model", "Unknown model 'nope/nothing'"),
                    bad("inputMode", null, "inputMode", "inputMode is required"),
                    bad(
                            "inputMode",
                            "video_to_video",
                            "inputMode",
                            "must be text_to_video or image_to_video"),
                    bad(
                            "inputMode",
                            "text_to_video",
                            "inputMode",
                            "text_to_video does not fit kling/v2-1-pro"),
                    bad(
                            "model",
                            "hailuo/02-text-to-video-pro",
                            "inputMode",
                            "image_to_video does not fit hailuo/02-text-to-video-pro"),
                    bad(
                            "inputImageUrls",
                            List.of(),
                            "inputImageUrls",
                            "At least one image URL is required"),
                    bad(
                            "inputImageUrls",
                            List.of(7),
                            "inputImageUrls",
                            "must be a string or an object"),
                    bad(
                            "duration",
                            7,
                            "duration",
                            "'7' is not supported by kling/v2-1-pro; supported: 5, 10"),
                    bad("duration", "5", "duration", "must be a whole number"),
                    bad(
                            "aspectRatio",
                            "4:3",
                            "aspectRatio",
                            "'4:3' is not supported by kling/v2-1-pro; supported: 16:9, 9:16, 1:1"),
                    bad("aspectRatio", "wide", "aspectRatio", "'wide' is not W:H, as 16:9"),
                    bad(
                            "resolution",
                            "720p",
                            "resolution",
                            "'720p' is not supported by kling/v2-1-pro; supported: 1080p"));
        }

        private static Arguments bad(
                String field, @Nullable Object value, String named, String says) {
            return Arguments.of(field, value, named, says);
        }

        @ParameterizedTest
        @MethodSource("fields")
        void when_a_field_is_wrong_then_it_is_named(
                String field, @Nullable Object value, String named, String says) {
            var body = sample();
            body.put(field, value);
            Golden.assertBody(
                    generate(body),
                    400,
                    Map.of("field", named, "why", says),
                    """
                    {"error": "Invalid request",
                     "details": {"formErrors": [], "fieldErrors": {"<field>": ["<why>"]}}}
                    """);
        }

        @Test
        void when_a_veo_clip_is_not_eight_seconds_then_it_is_refused() {
            var body = sample();
            body.put("model", "veo3_fast");
            generate(body)
                    .then()
                    .statusCode(400)
                    .body(
                            "details.fieldErrors.duration[0]",
                            equalTo("'5' is not supported by veo3_fast; supported: 8"));
        }

        @Test
        void when_text_comes_with_images_or_an_address_is_not_public_then_it_is_refused() {
            var body = sample();
            body.put("model", "veo3_fast");
            body.put("duration", 8);
            body.put("inputMode", "text_to_video");
            generate(body)
                    .then()
                    .statusCode(400)
                    .body(
                            "details.fieldErrors.inputImageUrls[0]",
                            equalTo("must be empty for text_to_video"));
            body.put("inputMode", "image_to_video");
            body.put("inputImageUrls", List.of("https://169.254.169.254/a.png"));
            generate(body)
                    .then()
                    .statusCode(400)
                    .body(
                            "details.fieldErrors.inputImageUrls[0]",
                            equalTo("must name a host, not an IP address"));
        }

        @Test
        void when_a_control_would_change_the_price_then_it_is_refused() {
            var body = sample();
            body.put("n", 4);
            generate(body).then().statusCode(400).body("error", equalTo("Invalid request"));
        }

        @Test
        void when_it_is_no_json_or_a_form_then_it_is_a_form_error() {
            Golden.assertBody(
                    Golden.test(tenant)
                            .contentType(ContentType.JSON)
                            .body("{\"prompt\":")
                            .post(GENERATE),
                    400,
                    Map.of(),
                    """
                    {"error": "Invalid request", "details": {"formErrors": [
                       "the body is not valid JSON (line 1, column 11)"], "fieldErrors": {}}}
                    """);
            Golden.assertBody(
                    Golden.test(tenant).multiPart("prompt", "a kite").post(GENERATE),
                    400,
                    Map.of(),
                    """
                    {"error": "Invalid request", "details": {"formErrors": [
                       "send application/json"], "fieldErrors": {}}}
                    """);
        }

        @Test
        void when_the_key_is_wrong_then_it_is_unauthorized() {
            Golden.assertBody(
                    TestTenant.as("sk-live-wrong")
                            .contentType(ContentType.JSON)
                            .body(sample())
                            .post(GENERATE),
                    401,
                    Map.of(),
                    "{\"error\": \"Unauthorized\"}");
        }

        @Test
        void when_a_live_key_asks_for_what_nobody_renders_then_that_is_said() {
            Golden.assertBody(
                    tenant.live().contentType(ContentType.JSON).body(sample()).post(GENERATE),
                    400,
                    Map.of(),
                    """
                    {"error": "Invalid request", "details": {"formErrors": [], "fieldErrors": {
                       "model": ["'kling/v2-1-pro' has no provider on this server; test keys can use it"]}}}
                    """);
        }

        @Test
        void when_the_plan_is_too_small_then_the_model_is_named() {
            var free = TestTenant.create("free", "0");
            Golden.assertBody(
                    Golden.test(free).contentType(ContentType.JSON).body(sample()).post(GENERATE),
                    400,
                    Map.of(),
                    """
                    {"error": "Invalid request", "details": {"formErrors": [], "fieldErrors": {
                       "model": ["'kling/v2-1-pro' needs the plan pro"]}}}
                    """);
        }

        @Test
        void when_task_or_path_are_unknown_then_it_is_not_found_in_this_dialect() {
            for (var id : List.of("tsk_01J9XA5M2R9W4QZC4PYJF3N7ND", "tsk_", "nonsense", "%00")) {
                Golden.assertBody(
                        Golden.test(tenant).get(TASKS + id),
                        404,
                        Map.of(),
                        "{\"error\": \"Task not found\"}");
            }
            for (var path : List.of("/gptimage2/nope", "/gptimage2", "/api/ai/nope")) {
                Golden.assertBody(
                        Golden.test(tenant).get(path), 404, Map.of(), "{\"error\": \"Not found\"}");
            }
            Golden.assertBody(
                    Golden.test(tenant).get(GENERATE),
                    405,
                    Map.of(),
                    "{\"error\": \"Method not allowed\"}");
        }
    }

    @Test
    void when_the_credits_are_short_then_it_says_how_many_it_takes() {
        Golden.spendTestCredits(tenant);
        Golden.assertBody(
                generate(sample()),
                402,
                Map.of(),
                "{\"error\": \"Insufficient credits\", \"required\": 21}");
    }

    @Test
    void when_the_same_key_is_sent_twice_then_it_is_one_task() {
        var first =
                Golden.test(tenant)
                        .header("Idempotency-Key", "once")
                        .contentType(ContentType.JSON)
                        .body(sample())
                        .post(GENERATE);
        var second =
                Golden.test(tenant)
                        .header("Idempotency-Key", "once")
                        .contentType(ContentType.JSON)
                        .body(sample())
                        .post(GENERATE);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }
}
