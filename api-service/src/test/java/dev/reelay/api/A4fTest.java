package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.JobSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
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
import org.junit.jupiter.params.provider.ValueSource;

/// A4F's video API, whole bodies.
@QuarkusTest
class A4fTest {
    private static final String GENERATIONS = "/a4f/v1/video/generations";
    private static final String KLING = "provider-2/kling-v2.1";

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

    private Response post(Map<String, ?> body) {
        return Golden.test(tenant).contentType(ContentType.JSON).body(body).post(GENERATIONS);
    }

    private static Map<String, Object> with(@Nullable Object... members) {
        var body = new HashMap<String, Object>();
        body.put("model", KLING);
        body.put("prompt", "a kite");
        body.put("quality", "720p");
        body.put("duration", 5);
        for (var i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return body;
    }

    private JobSpec heard(Map<String, ?> body) {
        var call = LongCall.of(() -> post(body));
        var video = call.job(jdbi, tenant);
        try (var topic = new JobsTopic()) {
            var spec = topic.awaitRequest(video).spec();
            worker.ended(
                    tenant, video, Status.CANCELLED, new Failure(Reason.CANCELLED, "enough seen"));
            call.answer().then().statusCode(500);
            return spec;
        }
    }

    private static String error(String code, String message, @Nullable String param) {
        return """
        {"error": {"message": "%s", "type": "%s", "param": %s, "code": "%s"}}
        """
                .formatted(message, code, param == null ? "null" : "\"" + param + "\"", code);
    }

    /// Lengths around the groups of three that base64 fills up, and one of several pieces.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 300_001})
    void when_the_job_completes_then_the_clip_is_in_the_answer(int length) {
        var clip = new byte[length];
        new Random(length).nextBytes(clip);
        var call = LongCall.of(() -> post(with()));
        var video = call.job(jdbi, tenant);

        Golden.complete(worker, tenant, video, Clip.store(store, tenant, video, 0, clip));

        var answer = call.answer();
        var base64 = Base64.getEncoder().encodeToString(clip);
        Golden.assertBody(
                answer,
                200,
                Map.of("ended", tenant.video(video).<Integer>path("completed_at"), "clip", base64),
                """
                {"created": <ended>,
                 "data": [{"b64_json": "<clip>", "url": null, "revised_prompt": null}]}
                """);
        assertThat(answer.header("Content-Length"))
                .isEqualTo(String.valueOf(answer.asByteArray().length));
        assertThat(answer.header("Transfer-Encoding")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, PROVIDER_ERROR, 500, provider_error",
        "FAILED, PROVIDER_UNAVAILABLE, 500, provider_error",
        "FAILED, STORAGE_ERROR, 500, provider_error",
        "FAILED, CONTENT_POLICY, 400, invalid_request_error",
        "FAILED, INVALID_INPUT, 400, invalid_request_error",
        "CANCELLED, CANCELLED, 500, provider_error",
        "EXPIRED, TIMEOUT, 500, provider_error"
    })
    void when_the_job_gives_nothing_then_the_call_says_why_and_costs_nothing(
            Status status, Reason reason, int http, String code) {
        var call = LongCall.of(() -> post(with()));
        var video = call.job(jdbi, tenant);

        Golden.end(worker, tenant, video, status, new Failure(reason, "no output"));

        Golden.assertBody(call.answer(), http, Map.of(), error(code, "no output", null));
        Golden.test(tenant).get("/v1/credits").then().body("held", equalTo("0"));
    }

    @Test
    void when_the_ratio_is_not_said_then_the_clip_is_portrait_and_others_are_ignored() {
        var spec = heard(with("n", 4, "seed", 7, "audio", true));

        assertThat(spec.width()).isEqualTo(720);
        assertThat(spec.height()).isEqualTo(1280);
        assertThat(spec.seconds()).isEqualTo(5);
        assertThat(spec.outputs()).isEqualTo(1);
        assertThat(spec.seed()).isNull();
        assertThat(spec.audio()).isFalse();
        assertThat(Duration.between(spec.createdAt(), spec.deadline())).hasSeconds(870);
    }

    @Test
    void when_ratio_and_quality_are_said_then_the_picture_has_them() {
        var spec = heard(with("ratio", "16:9", "quality", "1080p"));

        assertThat(spec.width()).isEqualTo(1920);
        assertThat(spec.height()).isEqualTo(1080);
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
                    bad("model", null, "model is required"),
                    bad("prompt", null, "prompt is required"),
                    bad("quality", null, "quality is required"),
                    bad("duration", null, "duration is required"),
                    bad("prompt", "", "prompt: must not be empty"),
                    bad("prompt", 5, "prompt: must be a string"),
                    bad("duration", 5.5, "duration: must be an integer"),
                    bad("duration", 5.0, "duration: must be an integer"),
                    bad("duration", "5", "duration: must be an integer"),
                    bad("duration", 0, "duration: must be 1 to 8"),
                    bad("duration", 9, "duration: must be 1 to 8"),
                    bad("duration", 1L << 40, "duration: must be 1 to 8"),
                    bad("quality", "4K", "quality: '4K' is not one of 480p, 720p, 1080p"),
                    bad("ratio", "21:9", "ratio: '21:9' is not one of 1:1, 16:9, 9:16, 3:4, 4:3"),
                    bad(
                            "image_url",
                            "https://example.com/a.png",
                            "image_url: this API makes videos from text alone"));
        }

        private static Arguments bad(String field, @Nullable Object value, String says) {
            return Arguments.of(field, value, says);
        }

        @ParameterizedTest
        @MethodSource("fields")
        void when_a_field_is_wrong_then_it_is_named(
                String field, @Nullable Object value, String says) {
            Golden.assertBody(
                    post(with(field, value)),
                    400,
                    Map.of(),
                    error("invalid_request_error", says, field));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "duration | 8    | '8' is not supported by provider-2/kling-v2.1; supported: 1 to 5",
                    "quality  | 480p | '480p' is not supported by provider-2/kling-v2.1; supported: 720p, 1080p"
                },
                quoteCharacter = '"')
        void when_a_value_is_beyond_the_model_then_that_is_another_error(
                String field, String value, String says) {
            Golden.assertBody(
                    post(with(field, field.equals("duration") ? Integer.valueOf(value) : value)),
                    400,
                    Map.of(),
                    error("n_exceeds_model_limit", field + ": " + says, field));
        }

        @Test
        void when_the_model_is_unknown_or_has_no_provider_then_it_is_not_found() {
            Golden.assertBody(
                    post(with("model", "provider-2/nope")),
                    404,
                    Map.of(),
                    error("model_not_found", "The model provider-2/nope does not exist", "model"));
            Golden.assertBody(
                    tenant.live().contentType(ContentType.JSON).body(with()).post(GENERATIONS),
                    404,
                    Map.of(),
                    error(
                            "model_not_found",
                            "The model provider-2/kling-v2.1 has no provider on this server; test"
                                    + " keys can use it",
                            "model"));
        }

        @Test
        void when_the_key_is_wrong_then_that_comes_before_everything_else() {
            Golden.assertBody(
                    TestTenant.as("sk-nonsense")
                            .contentType(ContentType.JSON)
                            .body("{")
                            .post(GENERATIONS),
                    401,
                    Map.of(),
                    error("invalid_api_key", "The API key is missing or invalid", null));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "{\"model\": \"reelay/storyboard-1\"}"})
        void when_the_plan_has_no_video_then_that_comes_before_the_body(String body) {
            Golden.assertBody(
                    Golden.test(TestTenant.create("free", "0"))
                            .contentType(ContentType.JSON)
                            .body(body)
                            .post(GENERATIONS),
                    403,
                    Map.of(),
                    error("permission_denied_error", "video needs the plan pro or ultra", null));
        }

        @Test
        void when_it_is_no_json_or_nothing_is_there_then_it_is_said_in_this_dialect() {
            Golden.assertBody(
                    Golden.test(tenant).contentType(ContentType.JSON).body("[1]").post(GENERATIONS),
                    400,
                    Map.of(),
                    error("invalid_request_error", "the body is no JSON object", null));
            Golden.assertBody(
                    Golden.test(tenant).multiPart("model", KLING).post(GENERATIONS),
                    400,
                    Map.of(),
                    error("invalid_request_error", "send application/json", null));
            Golden.assertBody(
                    Golden.test(tenant).get("/a4f/v1/nope"),
                    404,
                    Map.of(),
                    error("not_found", "Invalid URL (GET /a4f/v1/nope)", null));
            Golden.assertBody(
                    Golden.test(tenant).get(GENERATIONS),
                    405,
                    Map.of(),
                    error("invalid_request_error", "Not allowed here: GET", null));
            Golden.assertBody(
                    Golden.test(tenant)
                            .contentType(ContentType.JSON)
                            .body(with("list", Collections.nCopies(120_000, "0123456789")))
                            .post(GENERATIONS),
                    413,
                    Map.of(),
                    error("invalid_request_error", "the body is larger than 1 MB", null));
        }
    }

    @Test
    void when_the_credits_are_used_up_then_it_is_the_quotas_error() {
        Golden.spendTestCredits(tenant);
        Golden.assertBody(
                post(with()),
                429,
                Map.of(),
                error("rate_limit_exceeded", "0 credits are left and this needs 25", null));
    }

    @Test
    void when_models_are_listed_then_only_what_is_asked_for_is_shown() {
        var models = Golden.test(tenant).get("/a4f/v1/models");
        models.then()
                .statusCode(200)
                .body("data.size()", equalTo(8))
                .body("data.id", hasItem(TestTenant.MODEL))
                .body("data.id", not(hasItem("kling-v1")));
        Golden.assertJson(
                io.restassured.path.json.JsonPath.from(models.asString())
                        .getObject(
                                "data.find { it.id == '%s' }".formatted(KLING),
                                com.fasterxml.jackson.databind.JsonNode.class)
                        .toString(),
                Map.of(),
                """
                {"id": "provider-2/kling-v2.1", "base_model": "kling-v2.1",
                 "owned_by": "Kuaishou"}
                """);
        Golden.test(tenant)
                .post("/a4f/v1/models?type=video/generation&features&description")
                .then()
                .statusCode(200)
                .body("data.type", everyItem(equalTo("video/generation")))
                .body(
                        "data.find { it.id == '%s' }.description".formatted(KLING),
                        equalTo("Kling 2.1 from a prompt; up to 5 seconds."));
        Golden.test(tenant)
                .get("/a4f/v1/models?type=chat/completion")
                .then()
                .body("data.size()", equalTo(0));
        Golden.test(tenant)
                .get("/a4f/v1/models?plan=free")
                .then()
                .body("data.id", equalTo(java.util.List.of(TestTenant.MODEL)));
        TestTenant.as("sk-nonsense").get("/a4f/v1/models").then().statusCode(401);
    }

    @Test
    void when_usage_is_asked_for_then_it_has_its_sections() {
        Golden.assertBody(
                tenant.get("/a4f/v1/usage"),
                200,
                Map.of(),
                """
                {"account": {"available": "1000", "held": "0", "spent": "0"},
                 "plan": {"name": "ultra"},
                 "limits": {"rpm": null, "rpd": null, "jobs_at_once": 200}}
                """);
        Golden.assertBody(
                tenant.get("/a4f/v1/usage?section=plan"),
                200,
                Map.of(),
                "{\"plan\": {\"name\": \"ultra\"}}");
        Golden.assertBody(
                tenant.get("/a4f/v1/usage?section=plan,x"),
                400,
                Map.of(),
                error(
                        "invalid_request_error",
                        "section: 'x' is not one of account, plan, limits",
                        "section"));
    }
}
