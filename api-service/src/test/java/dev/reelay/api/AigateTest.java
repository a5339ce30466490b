package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.JobSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/// aigate's video API, whole bodies.
@QuarkusTest
class AigateTest {
    private static final String GENERATIONS = "/aigate/v1/video/generations";
    private static final String KLING = "klingai/kling-v3.0-t2v";
    private static final String OMNI = "klingai/kling-v3.0-omni";
    private static final String HERE = "http://localhost:8081";
    private static final String LINK = HERE + "(/aigate)?/v1/videos/task_[0-9A-Za-z]{32}/content";

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private final Worker worker = new Worker();
    private final String image = Pictures.dataUrl(Pictures.png());
    private final String bare = Base64.getEncoder().encodeToString(Pictures.png());
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private Response post(String path, Map<String, ?> body) {
        return Golden.test(tenant).contentType(ContentType.JSON).body(body).post(path);
    }

    private LongCall call(String path, Map<String, ?> body) {
        return LongCall.of(() -> post(path, body));
    }

    private static Map<String, Object> with(String model, @Nullable Object... members) {
        var body = new HashMap<String, Object>();
        body.put("model", model);
        body.put("prompt", "a kite");
        for (var i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return body;
    }

    /// What the worker hears of a call, which then is ended.
    private JobSpec heard(Map<String, ?> body) {
        var call = call(GENERATIONS, body);
        var video = call.job(jdbi, tenant);
        try (var topic = new JobsTopic()) {
            var spec = topic.awaitRequest(video).spec();
            worker.ended(
                    tenant, video, Status.CANCELLED, new Failure(Reason.CANCELLED, "enough seen"));
            call.answer().then().statusCode(503);
            return spec;
        }
    }

    private static String error(int status, String code, String type, String message) {
        return error(status, code, type, message, "null");
    }

    private static String error(
            int status, String code, String type, String message, String param) {
        return """
        {"error": {"message": "%s", "type": "%s", "param": %s, "code": "%s", "status": %d}}
        """
                .formatted(message, type, param, code, status);
    }

    @Nested
    class GivenACallWhoseJobCompletes {
        private LongCall call(String path, int clips) {
            var call = AigateTest.this.call(path, with(KLING, "duration", 5, "n", clips));
            var video = call.job(jdbi, tenant);
            var outputs =
                    Stream.iterate(0, i -> i + 1)
                            .limit(clips)
                            .map(i -> Clip.store(store, tenant, video, i, ("clip " + i).getBytes()))
                            .toArray(dev.reelay.common.event.JobReport.Output[]::new);
            Golden.complete(worker, tenant, video, outputs);
            return call;
        }

        private long ended() {
            return tenant.video(Golden.newestJob(jdbi, tenant)).<Integer>path("completed_at");
        }

        @Test
        void when_it_is_answered_then_the_link_needs_no_key() {
            var answer = call(GENERATIONS, 1).answer();

            var url = answer.<String>path("videos[0].url");
            assertThat(url).matches(LINK).startsWith(HERE + "/aigate/");
            Golden.assertBody(
                    answer,
                    200,
                    Map.of("ended", ended(), "url", url),
                    """
                    {"created": <ended>, "model": "klingai/kling-v3.0-t2v", "duration": 5,
                     "videos": [{"url": "<url>", "mime_type": "video/mp4"}]}
                    """);
            var file = RestAssured.get(url.substring(HERE.length()));
            file.then()
                    .statusCode(200)
                    .contentType("video/mp4")
                    .header("Content-Length", "6")
                    .header("Cache-Control", "private, max-age=0");
            assertThat(file.asString()).isEqualTo("clip 0");
            RestAssured.given()
                    .header("Range", "bytes=1-2")
                    .get(url.substring(HERE.length()))
                    .then()
                    .statusCode(206)
                    .header("Content-Range", "bytes 1-2/6");
            RestAssured.head(url.substring(HERE.length()))
                    .then()
                    .statusCode(200)
                    .header("Content-Length", "6");
        }

        @Test
        void when_the_alias_is_called_then_it_is_also_a_video_object() {
            var answer = call("/aigate/v1/videos", 1).answer();

            var url = answer.<String>path("videos[0].url");
            assertThat(url).matches(LINK);
            var id = url.replaceAll(".*(task_\\w+)/content", "$1");
            Golden.assertBody(
                    answer,
                    200,
                    Map.of("ended", ended(), "url", url, "id", id),
                    """
                    {"id": "<id>", "object": "video", "status": "completed",
                     "created": <ended>, "model": "klingai/kling-v3.0-t2v", "duration": 5,
                     "videos": [{"url": "<url>", "mime_type": "video/mp4"}]}
                    """);
        }

        @Test
        void when_several_clips_were_asked_for_then_each_has_a_link_of_its_own_in_order() {
            var urls = call(GENERATIONS, 4).answer().<List<String>>path("videos.url");

            assertThat(urls).hasSize(4).doesNotHaveDuplicates();
            for (var i = 0; i < 4; i++) {
                assertThat(RestAssured.get(urls.get(i).substring(HERE.length())).asString())
                        .isEqualTo("clip " + i);
            }
        }

        @Test
        void when_twenty_minutes_are_over_then_the_link_has_expired_for_everyone() {
            var url = call(GENERATIONS, 1).answer().<String>path("videos[0].url");
            var video = Golden.newestJob(jdbi, tenant);
            var path = url.substring(HERE.length());
            var old = Instant.now().minus(Duration.ofMinutes(20));
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", old.plusSeconds(30).toString());
            RestAssured.get(path).then().statusCode(200);

            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", old.minusSeconds(1).toString());

            var gone = error(410, "http_410", "invalid_request_error", "Video link expired");
            Golden.assertBody(RestAssured.get(path), 410, Map.of(), gone);
            Golden.assertBody(Golden.test(tenant).get(path), 410, Map.of(), gone);
            // Through the other API that has such ids, and without a prefix.
            for (var other : List.of("/newapi", "")) {
                Golden.assertBody(
                        RestAssured.get(path.replace("/aigate", other)), 410, Map.of(), gone);
            }
            RestAssured.head(path).then().statusCode(410);
            tenant.get("/v1/videos/" + video + "/content").then().statusCode(200);
        }

        @Test
        void when_a_part_of_the_clips_failed_then_the_others_are_there() {
            var call = AigateTest.this.call(GENERATIONS, with(KLING, "n", 3));
            var video = call.job(jdbi, tenant);
            worker.completed(
                    tenant,
                    video,
                    Clip.store(store, tenant, video, 2, "third".getBytes()),
                    Clip.store(store, tenant, video, 0, "first".getBytes()));

            var urls = call.answer().<List<String>>path("videos.url");

            assertThat(urls).hasSize(2);
            assertThat(RestAssured.get(urls.get(0).substring(HERE.length())).asString())
                    .isEqualTo("first");
            assertThat(RestAssured.get(urls.get(1).substring(HERE.length())).asString())
                    .isEqualTo("third");
        }

        @Test
        void when_it_is_sent_again_under_its_key_then_the_same_is_answered() {
            var key = UUID.randomUUID().toString();
            var first = LongCall.of(() -> keyed(key));
            var video = first.job(jdbi, tenant);
            Golden.complete(
                    worker, tenant, video, Clip.store(store, tenant, video, 0, "x".getBytes()));

            var again = keyed(key);

            again.then().statusCode(200).header("Idempotency-Replayed", "true");
            assertThat(again.asString()).isEqualTo(first.answer().asString());
        }

        private Response keyed(String key) {
            return Golden.test(tenant)
                    .header("Idempotency-Key", key)
                    .contentType(ContentType.JSON)
                    .body(with(KLING))
                    .post(GENERATIONS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, PROVIDER_ERROR, 502, api_error",
        "FAILED, PROVIDER_UNAVAILABLE, 503, api_error",
        "FAILED, STORAGE_ERROR, 500, api_error",
        "FAILED, CONTENT_POLICY, 400, invalid_request_error",
        "FAILED, INVALID_INPUT, 400, invalid_request_error",
        "CANCELLED, CANCELLED, 503, api_error",
        "EXPIRED, TIMEOUT, 503, api_error"
    })
    void when_the_job_gives_nothing_then_the_call_says_why_and_costs_nothing(
            Status status, Reason reason, int http, String code) {
        var call = call(GENERATIONS, with(KLING));
        var video = call.job(jdbi, tenant);

        Golden.end(worker, tenant, video, status, new Failure(reason, "no output"));

        Golden.assertBody(call.answer(), http, Map.of(), error(http, code, code, "no output"));
        Golden.test(tenant).get("/v1/credits").then().body("held", equalTo("0"));
    }

    @Test
    void when_it_is_accepted_then_its_job_expires_before_its_client_gives_up() {
        var spec = heard(with(KLING));

        assertThat(Duration.between(spec.createdAt(), spec.deadline())).hasSeconds(870);
    }

    @Nested
    class GivenTheSeedsExamples {
        @Test
        void when_klings_is_sent_then_all_it_says_is_heard() {
            var spec =
                    heard(
                            with(
                                    KLING,
                                    "duration",
                                    5,
                                    "resolution",
                                    "720p",
                                    "aspect_ratio",
                                    "16:9",
                                    "audio",
                                    false,
                                    "quality",
                                    "std",
                                    "negative_prompt",
                                    "text, watermark",
                                    "seed",
                                    42,
                                    "n",
                                    1,
                                    "user",
                                    "somebody",
                                    "provider_options",
                                    Map.of("cfg_scale", 0.65)));
            assertThat(spec.mode()).isEqualTo(Mode.TEXT);
            assertThat(spec.seconds()).isEqualTo(5);
            assertThat(spec.width()).isEqualTo(1280);
            assertThat(spec.height()).isEqualTo(720);
            assertThat(spec.audio()).isFalse();
            assertThat(spec.quality()).isEqualTo("std");
            assertThat(spec.negativePrompt()).isEqualTo("text, watermark");
            assertThat(spec.seed()).isEqualTo(42);
            assertThat(spec.outputs()).isEqualTo(1);
            assertThat(spec.providerOptions()).hasToString("{\"cfg_scale\":0.65}");
        }

        @Test
        void when_the_prompt_is_an_object_then_its_image_is_the_first_frame() {
            var spec = heard(with(OMNI, "prompt", Map.of("text", "Animate this", "image", image)));
            assertThat(spec.prompt()).isEqualTo("Animate this");
            assertThat(spec.mode()).isEqualTo(Mode.IMAGE);
            assertThat(spec.inputs()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"input_image", "input_image_url", "image_url", "image"})
    void when_an_image_has_any_of_its_names_then_it_is_the_first_frame(String name) {
        assertThat(heard(with(OMNI, name, image)).mode()).isEqualTo(Mode.IMAGE);
    }

    @Test
    void when_an_image_is_bare_base64_then_it_is_the_first_frame() {
        assertThat(heard(with(OMNI, "input_image_b64", bare)).mode()).isEqualTo(Mode.IMAGE);
        tenant = TestTenant.rich();
        assertThat(heard(with(OMNI, "image", bare)).mode()).isEqualTo(Mode.IMAGE);
        tenant = TestTenant.rich();
        assertThat(heard(with(OMNI, "input_image", image, "image_url", image)).inputs()).hasSize(1);
    }

    @Test
    void when_options_and_their_alias_differ_then_the_options_win_and_images_are_taken_out() {
        var spec =
                heard(
                        with(
                                "klingai/kling-v3.0-i2v",
                                "image",
                                image,
                                "provider_options",
                                Map.of("cfg_scale", 0.5, "last_frame", image),
                                "metadata",
                                Map.of("cfg_scale", 0.9, "style", "flat")));
        assertThat(spec.mode()).isEqualTo(Mode.FRAMES);
        assertThat(spec.providerOptions())
                .isEqualTo(
                        new com.fasterxml.jackson.databind.ObjectMapper()
                                .createObjectNode()
                                .put("cfg_scale", 0.5)
                                .put("style", "flat"));
    }

    @Test
    void when_the_resolution_is_a_size_then_the_picture_has_it() {
        var spec = heard(with(TestTenant.MODEL, "resolution", "640x360"));
        assertThat(spec.width()).isEqualTo(640);
        assertThat(spec.height()).isEqualTo(360);
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
                    bad("prompt", null, "prompt", "prompt is required"),
                    bad("prompt", " ", "prompt", "prompt is required"),
                    bad("prompt", 5, "prompt", "prompt: must be a string or an object"),
                    bad("prompt", Map.of(), "prompt.text", "prompt.text is required"),
                    bad("model", null, "model", "model is required"),
                    bad("duration", "5", "duration", "duration: must be a whole number"),
                    bad(
                            "duration",
                            2,
                            "duration",
                            "duration: '2' is not supported by klingai/kling-v3.0-t2v; supported:"
                                    + " 3 to 15"),
                    bad(
                            "resolution",
                            "4K",
                            "resolution",
                            "resolution: '4K' is not supported by klingai/kling-v3.0-t2v;"
                                    + " supported: 720p, 1080p"),
                    bad(
                            "resolution",
                            "best",
                            "resolution",
                            "resolution: 'best' is not one of 480p, 720p, 768p, 1080p, 2K, 4K"),
                    bad(
                            "aspect_ratio",
                            "21:9",
                            "aspect_ratio",
                            "aspect_ratio: '21:9' is not one of 16:9, 9:16, 1:1, 4:3, 3:4"),
                    bad(
                            "aspect_ratio",
                            "4:3",
                            "aspect_ratio",
                            "aspect_ratio: '4:3' is not supported by klingai/kling-v3.0-t2v;"
                                    + " supported: 16:9, 9:16, 1:1"),
                    bad(
                            "n",
                            5,
                            "n",
                            "n: '5' is not supported by klingai/kling-v3.0-t2v; supported: 1 to 4"),
                    bad("audio", "loud", "audio", "audio: must be true or false"),
                    bad(
                            "quality",
                            "draft",
                            "quality",
                            "quality: 'draft' is not supported by klingai/kling-v3.0-t2v;"
                                    + " supported: std, pro"),
                    bad(
                            "provider_options",
                            Map.of("duration", 60),
                            "provider_options",
                            "provider_options: must not hold 'duration', which decides the price;"
                                    + " use the field of the request"),
                    bad(
                            "input_image_b64",
                            "https://example.com/a.png",
                            "input_image_b64",
                            "input_image_b64: is not valid base64"),
                    bad("image", "!!", "image", "image: is not valid base64"),
                    bad("metadata", "x", "metadata", "metadata: must be an object"));
        }

        private static Arguments bad(
                String field, @Nullable Object value, String param, String says) {
            return Arguments.of(field, value, param, says);
        }

        @ParameterizedTest
        @MethodSource("fields")
        void when_a_field_is_wrong_then_it_is_named(
                String field, @Nullable Object value, String param, String says) {
            Golden.assertBody(
                    post(GENERATIONS, with(KLING, field, value)),
                    400,
                    Map.of(),
                    error(
                            400,
                            "invalid_request_error",
                            "invalid_request_error",
                            says,
                            "\"" + param + "\""));
        }

        @Test
        void when_two_different_images_are_sent_then_that_is_said() {
            Golden.assertBody(
                    post(GENERATIONS, with(OMNI, "input_image", image, "image", bare)),
                    400,
                    Map.of(),
                    error(
                            400,
                            "invalid_request_error",
                            "invalid_request_error",
                            "image: is another than input_image; send one",
                            "\"image\""));
        }

        @Test
        void when_the_model_takes_no_image_then_that_is_a_parameters_error() {
            Golden.assertBody(
                    post(GENERATIONS, with(KLING, "image_url", image)),
                    400,
                    Map.of(),
                    error(
                            400,
                            "invalid_request_error",
                            "invalid_request_error",
                            "image_url: klingai/kling-v3.0-t2v does not do 'image'; supported:"
                                    + " text",
                            "\"image_url\""));
        }

        @Test
        void when_the_model_is_unknown_or_has_no_provider_then_it_is_said() {
            Golden.assertBody(
                    post(GENERATIONS, with("no/such")),
                    404,
                    Map.of(),
                    error(
                            404,
                            "not_found",
                            "invalid_request_error",
                            "The model no/such does not exist",
                            "\"model\""));
            Golden.assertBody(
                    tenant.live().contentType(ContentType.JSON).body(with(KLING)).post(GENERATIONS),
                    503,
                    Map.of(),
                    error(
                            503,
                            "model_not_found",
                            "api_error",
                            "No available channel for model klingai/kling-v3.0-t2v; test keys can"
                                    + " use it on the sandbox",
                            "\"model\""));
        }

        @Test
        void when_the_key_is_wrong_or_may_not_then_it_is_said() {
            Golden.assertBody(
                    TestTenant.as("sk-nonsense")
                            .contentType(ContentType.JSON)
                            .body(with(KLING))
                            .post(GENERATIONS),
                    401,
                    Map.of(),
                    error(401, "http_401", "authentication_error", "Invalid API key"));
            Golden.assertBody(
                    Golden.test(TestTenant.create("free", "0"))
                            .contentType(ContentType.JSON)
                            .body(with(KLING))
                            .post(GENERATIONS),
                    403,
                    Map.of(),
                    error(
                            403,
                            "permission_error",
                            "permission_error",
                            "model klingai/kling-v3.0-t2v needs the plan pro",
                            "\"model\""));
        }

        @Test
        void when_it_is_no_json_or_nothing_is_there_then_it_is_said_in_this_dialect() {
            Golden.assertBody(
                    Golden.test(tenant).contentType(ContentType.JSON).body("[1]").post(GENERATIONS),
                    400,
                    Map.of(),
                    error(
                            400,
                            "invalid_request_error",
                            "invalid_request_error",
                            "the body is no JSON object"));
            Golden.assertBody(
                    Golden.test(tenant).multiPart("model", KLING).post(GENERATIONS),
                    400,
                    Map.of(),
                    error(
                            400,
                            "invalid_request_error",
                            "invalid_request_error",
                            "send application/json"));
            Golden.assertBody(
                    Golden.test(tenant).get("/aigate/v1/nope"),
                    404,
                    Map.of(),
                    error(
                            404,
                            "not_found",
                            "invalid_request_error",
                            "Invalid URL (GET /aigate/v1/nope)"));
            Golden.assertBody(
                    Golden.test(tenant).delete(GENERATIONS),
                    405,
                    Map.of(),
                    error(405, "http_405", "invalid_request_error", "Not allowed here: DELETE"));
            Golden.assertBody(
                    Golden.test(tenant)
                            .contentType(ContentType.JSON)
                            .body(with(KLING, "list", Collections.nCopies(120_000, "0123456789")))
                            .post(GENERATIONS),
                    413,
                    Map.of(),
                    error(
                            413,
                            "http_413",
                            "invalid_request_error",
                            "the body is larger than 1 MB"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"task_", "nonsense", "%00", "task_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"})
        void when_a_link_is_none_of_ours_then_it_is_not_found_without_a_key(String id) {
            Golden.assertBody(
                    RestAssured.given()
                            .urlEncodingEnabled(false)
                            .get("/aigate/v1/videos/" + id + "/content"),
                    404,
                    Map.of(),
                    error(404, "not_found", "invalid_request_error", "There is no such video"));
        }
    }

    @Test
    void when_the_credits_are_used_up_then_it_is_the_quotas_error() {
        Golden.spendTestCredits(tenant);
        Golden.assertBody(
                post(GENERATIONS, with(KLING)),
                429,
                Map.of(),
                error(
                        429,
                        "insufficient_quota",
                        "insufficient_quota",
                        "0 credits are left and this needs 40"));
    }

    @Test
    void when_models_are_listed_then_a_key_is_optional_and_filters() {
        RestAssured.get("/aigate/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItem(KLING))
                .body("data.id", hasItem("vidu/q1"))
                .body("data.id", not(hasItem("kling-v1")))
                .body("data.id", not(hasItem("provider-2/kling-v2.1")))
                .body("data.find { it.id == '%s' }.owned_by".formatted(KLING), equalTo("kling"));
        Golden.test(TestTenant.create("free", "0"))
                .get("/aigate/v1/models")
                .then()
                .body("data.id", hasItem(TestTenant.MODEL))
                .body("data.id", not(hasItem(KLING)));
        TestTenant.as("sk-nonsense").get("/aigate/v1/models").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/aigate/v1/balance", "/v1/balance"})
    void when_the_balance_is_asked_for_then_it_is_in_credits(String path) {
        Golden.assertBody(
                tenant.get(path),
                200,
                Map.of(),
                """
                {"object": "balance", "currency": "credits", "balance": "1000", "held": "0",
                 "spent": "0"}
                """);
        Golden.assertBody(
                RestAssured.get(path),
                401,
                Map.of(),
                error(401, "http_401", "authentication_error", "Invalid API key"));
    }
}
