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
import java.net.URI;
import java.util.Collections;
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
import org.junit.jupiter.params.provider.ValueSource;

/// OpenRouter's video API, under both of its names, whole bodies.
@QuarkusTest
class OpenRouterTest {
    private static final String VIDEOS = "/openrouter/api/v1/videos";
    private static final String ID = "[0-9A-Za-z]{22}";

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private final Worker worker = new Worker();
    private final String image = Pictures.dataUrl(Pictures.png());
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    /// The reference's own sample.
    private static Map<String, Object> sample() {
        var body = new HashMap<String, Object>();
        body.put("model", "google/veo-3.1");
        body.put("prompt", "A serene mountain landscape at sunset");
        body.put("aspect_ratio", "16:9");
        body.put("duration", 8);
        body.put("resolution", "720p");
        return body;
    }

    private Response submit(String path, Map<String, ?> body) {
        return Golden.test(tenant).contentType(ContentType.JSON).body(body).post(path);
    }

    private JobSpec heard() {
        try (var topic = new JobsTopic()) {
            return topic.awaitRequest(Golden.newestJob(jdbi, tenant)).spec();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openrouter", "/modelgates", ""})
    void when_the_references_sample_is_sent_then_it_is_accepted_under_the_name_called(
            String prefix) {
        var answer = submit(prefix + "/api/v1/videos", sample());
        assertThat(answer.<String>path("id")).matches(ID);
        Golden.assertBody(
                answer,
                202,
                Map.of("id", answer.<String>path("id"), "prefix", prefix),
                """
                {"id": "<id>", "status": "pending",
                 "polling_url": "http://localhost:8081<prefix>/api/v1/videos/<id>"}
                """);
        var polled = URI.create(answer.path("polling_url")).getPath();
        assertThat(Golden.test(tenant).get(polled).asString()).isEqualTo(answer.asString());
        var spec = heard();
        assertThat(spec.seconds()).isEqualTo(8);
        assertThat(spec.width()).isEqualTo(1280);
        assertThat(spec.audio()).isTrue();
        assertThat(spec.mode()).isEqualTo(Mode.TEXT);
    }

    @Nested
    class GivenFieldsOfTheRequest {
        @Test
        void when_there_are_frames_then_they_win_over_references() {
            var body = sample();
            body.put(
                    "frame_images",
                    List.of(frame("last_frame", image), frame("first_frame", image)));
            body.put("input_references", List.of(reference(image)));
            submit(VIDEOS, body).then().statusCode(202);
            assertThat(heard().mode()).isEqualTo(Mode.FRAMES);
        }

        @Test
        void when_a_frame_is_a_web_address_then_the_worker_is_told_it() {
            var body = sample();
            body.put("frame_images", List.of(frame("first_frame", "https://example.com/a.png")));
            submit(VIDEOS, body).then().statusCode(202);
            assertThat(heard().inputs().getFirst().address())
                    .hasToString("https://example.com/a.png");
        }

        @Test
        void when_there_are_only_references_then_they_are_references() {
            submit(
                            VIDEOS,
                            Map.of(
                                    "model",
                                    "vidu/q1",
                                    "prompt",
                                    "a kite",
                                    "input_references",
                                    List.of(reference(image), reference(image))))
                    .then()
                    .statusCode(202);
            assertThat(heard().mode()).isEqualTo(Mode.REFERENCE);
            assertThat(heard().model()).isEqualTo("viduq1");
        }

        @Test
        void when_a_provider_has_options_then_both_shapes_are_read_and_kept_by_slug() {
            var body = sample();
            body.put("seed", 7);
            body.put("generate_audio", false);
            body.put("unheard_of", true);
            body.put(
                    "provider",
                    Map.of(
                            "options",
                            Map.of(
                                    "google-vertex",
                                    Map.of(
                                            "parameters",
                                            Map.of(
                                                    "personGeneration",
                                                    "allow_adult",
                                                    "negativePrompt",
                                                    "rain")),
                                    "z-ai",
                                    Map.of("cfg", 2))));
            submit(VIDEOS, body).then().statusCode(202);
            var spec = heard();
            assertThat(spec.providerOptions())
                    .hasToString(
                            "{\"google-vertex\":{\"personGeneration\":\"allow_adult\"},"
                                    + "\"z-ai\":{\"cfg\":2}}");
            assertThat(spec.negativePrompt()).isEqualTo("rain");
            assertThat(spec.seed()).isEqualTo(7);
            assertThat(spec.audio()).isFalse();
        }

        @Test
        void when_size_and_names_agree_then_that_is_fine() {
            var body = sample();
            body.put("size", "1280x720");
            submit(VIDEOS, body).then().statusCode(202);
            assertThat(heard().height()).isEqualTo(720);
        }
    }

    private static Map<String, Object> frame(String type, String url) {
        return Map.of("type", "image_url", "image_url", Map.of("url", url), "frame_type", type);
    }

    private static Map<String, Object> reference(String url) {
        return Map.of("type", "image_url", "image_url", Map.of("url", url));
    }

    @Nested
    class GivenAJob {
        private String id;
        private String video;

        @BeforeEach
        void submit() {
            id = OpenRouterTest.this.submit(VIDEOS, sample()).path("id");
            video = Golden.newestJob(jdbi, tenant);
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", null);
        }

        private Response poll() {
            return Golden.test(tenant).get(VIDEOS + "/" + id);
        }

        private Map<String, Object> values() {
            var values = new HashMap<String, Object>();
            values.put("id", id);
            values.put("url", "http://localhost:8081" + VIDEOS + "/" + id);
            values.put("generation", "gen-1780300800-" + video.substring(video.length() - 6));
            return values;
        }

        @Test
        void when_it_runs_then_only_the_status_changes_and_the_file_is_not_ready() {
            Golden.run(worker, tenant, video, 40);
            Golden.assertBody(
                    poll(),
                    200,
                    values(),
                    """
                    {"id": "<id>", "polling_url": "<url>", "status": "in_progress"}
                    """);
            Golden.assertBody(
                    Golden.test(tenant).get(VIDEOS + "/" + id + "/content"),
                    400,
                    Map.of(),
                    error(400, "Video is not ready"));
        }

        @Test
        void when_it_is_completed_then_it_has_urls_and_usage() {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            Golden.complete(worker, tenant, video, clip);
            var poll = poll();
            var values = values();
            var signed = poll.<List<String>>path("urls").getFirst();
            values.put("signed", signed);
            Golden.assertBody(
                    poll,
                    200,
                    values,
                    """
                    {"id": "<id>", "generation_id": "<generation>", "polling_url": "<url>",
                     "status": "completed", "unsigned_urls": ["<url>/content?index=0"],
                     "urls": ["<signed>"], "usage": {"cost": 3.2, "is_byok": false}}
                    """);
            var content = VIDEOS + "/" + id + "/content";
            var file = Golden.test(tenant).get(content + "?index=0");
            file.then().statusCode(200).contentType("video/mp4");
            assertThat(file.asString()).isEqualTo("a clip");
            assertThat(RestAssured.get(URI.create(signed).getPath()).asString())
                    .isEqualTo("a clip");
            Golden.assertBody(
                    RestAssured.get(content),
                    401,
                    Map.of(),
                    error(401, "Missing Authentication header or invalid API key"));
            Golden.assertBody(
                    Golden.test(tenant).get(content + "?index=1"),
                    404,
                    Map.of(),
                    error(404, "Resource not found"));
            Golden.assertBody(
                    Golden.test(tenant).get(content + "?index=-1"),
                    400,
                    Map.of(),
                    fieldError("openrouter_metadata", "index", "index must be a whole number"));
        }

        @Test
        void when_the_files_have_expired_then_they_are_not_found() {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            Golden.complete(worker, tenant, video, clip);
            var signed = URI.create(poll().<List<String>>path("urls").getFirst()).getPath();
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update job set expires_at = now() - interval '1 second'"
                                            + " where id = ?",
                                    Ids.job(video).value()));
            Golden.assertBody(
                    Golden.test(tenant).get(VIDEOS + "/" + id + "/content"),
                    404,
                    Map.of(),
                    error(404, "Resource not found: the files of this video have expired"));
            RestAssured.get(signed).then().statusCode(410);
        }

        @ParameterizedTest
        @CsvSource({
            "FAILED, CONTENT_POLICY, failed, Content policy violation",
            "CANCELLED, CANCELLED, cancelled, The job was cancelled",
            "EXPIRED, TIMEOUT, expired, The job took too long"
        })
        void when_it_ends_without_a_clip_then_it_says_why(
                Status status, Reason reason, String word, String why) {
            Golden.end(worker, tenant, video, status, new Failure(reason, why));
            var values = values();
            values.put("status", word);
            values.put("why", why);
            Golden.assertBody(
                    poll(),
                    200,
                    values,
                    """
                    {"id": "<id>", "generation_id": "<generation>", "polling_url": "<url>",
                     "status": "<status>", "error": "<why>"}
                    """);
        }

        @Test
        void when_another_tenant_asks_or_the_id_is_nonsense_then_it_is_not_found() {
            Golden.assertBody(
                    Golden.test(TestTenant.rich()).get(VIDEOS + "/" + id),
                    404,
                    Map.of(),
                    error(404, "Resource not found"));
            for (var text : List.of("nonsense", "z".repeat(22), "%00", "0".repeat(22))) {
                Golden.assertBody(
                        Golden.test(tenant).get(VIDEOS + "/" + text),
                        404,
                        Map.of(),
                        error(404, "Resource not found"));
            }
        }
    }

    @Nested
    class GivenModels {
        @Test
        void when_the_video_models_are_listed_without_a_key_then_no_member_is_missing() {
            var list = RestAssured.get("/modelgates/api/v1/videos/models");
            var veo = list.<Map<String, Object>>path("data.find { it.id == 'google/veo-3.1' }");
            assertThat(veo)
                    .containsOnlyKeys(
                            "id",
                            "canonical_slug",
                            "name",
                            "description",
                            "created",
                            "hugging_face_id",
                            "supported_resolutions",
                            "supported_aspect_ratios",
                            "supported_sizes",
                            "supported_durations",
                            "supported_frame_images",
                            "generate_audio",
                            "seed",
                            "upscale_factor",
                            "creativity",
                            "allowed_passthrough_parameters")
                    .containsEntry("canonical_slug", "google/veo-3.1")
                    .containsEntry("name", "Google: Veo 3.1")
                    .containsEntry("supported_resolutions", List.of("720p", "1080p"))
                    .containsEntry("supported_aspect_ratios", List.of("16:9", "9:16"))
                    .containsEntry(
                            "supported_sizes",
                            List.of("1280x720", "720x1280", "1920x1080", "1080x1920"))
                    .containsEntry("supported_durations", List.of(4, 6, 8))
                    .containsEntry("supported_frame_images", List.of("first_frame", "last_frame"))
                    .containsEntry("generate_audio", true)
                    .containsEntry("seed", true)
                    .containsEntry("upscale_factor", null)
                    .containsEntry("creativity", null);
        }

        @Test
        void when_all_models_are_listed_then_the_video_ones_need_the_filter() {
            RestAssured.get("/api/v1/models?output_modalities=video")
                    .then()
                    .statusCode(200)
                    .body("data.id", hasItem("google/veo-3.1"))
                    .body("data.id", not(hasItem("kling-v1")));
            RestAssured.get("/api/v1/models").then().body("data", equalTo(List.of()));
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
            var veo = "is not supported by google/veo-3.1; supported: ";
            return Stream.of(
                    bad("model", null, "model", "is required"),
                    bad("prompt", null, "prompt", "is required"),
                    bad("prompt", "", "prompt", "must not be empty"),
                    bad("duration", 5, "duration", "'5' " + veo + "4, 6, 8"),
                    bad("duration", "8", "duration", "must be a whole number"),
                    bad("duration", 0, "duration", "'0' " + veo + "4, 6, 8"),
                    bad("resolution", "480p", "resolution", "'480p' " + veo + "720p, 1080p"),
                    bad("resolution", "1K", "resolution", "'1K' is not supported by any model"),
                    bad(
                            "resolution",
                            "8K",
                            "resolution",
                            "'8K' is not one of 480p, 720p, 768p, 1080p, 2K, 4K"),
                    bad("aspect_ratio", "1:1", "aspect_ratio", "'1:1' " + veo + "16:9, 9:16"),
                    bad(
                            "aspect_ratio",
                            "5:4",
                            "aspect_ratio",
                            "'5:4' is not one of [16:9, 9:16, 1:1, 4:3, 3:4, 3:2, 2:3, 21:9,"
                                    + " 9:21]"),
                    bad("size", "1920x1080", "resolution", "'720p' contradicts size '1920x1080'"),
                    bad(
                            "callback_url",
                            "http://example.com/hook",
                            "callback_url",
                            "must be an https address"),
                    bad("seed", "seven", "seed", "must be a whole number"),
                    bad("generate_audio", "yes", "generate_audio", "must be true or false"),
                    bad(
                            "provider",
                            Map.of("options", Map.of("google-vertex", "x")),
                            "provider.options.google-vertex",
                            "must be an object"),
                    bad(
                            "provider",
                            Map.of("options", Map.of("google-vertex", Map.of("n", 4))),
                            "provider.options",
                            "must not hold 'n', which decides the price; use the field of the"
                                    + " request"),
                    bad(
                            "frame_images",
                            List.of("https://example.com/a.png"),
                            "frame_images",
                            "must be a list of objects"),
                    bad(
                            "frame_images",
                            List.of(Map.of("type", "image_url", "image_url", Map.of("url", "x"))),
                            "frame_images.frame_type",
                            "is required"),
                    bad(
                            "frame_images",
                            List.of(Map.of("frame_type", "first_frame", "type", "image_url")),
                            "frame_images.image_url.url",
                            "is required"),
                    bad(
                            "input_references",
                            List.of(Map.of("type", "video_url", "video_url", Map.of("url", "x"))),
                            "input_references.type",
                            "must be image_url"),
                    bad(
                            "frame_images",
                            List.of(frame("last_frame", Pictures.dataUrl(Pictures.png()))),
                            "frame_images",
                            "needs a first frame too"),
                    bad(
                            "frame_images",
                            List.of(frame("first_frame", "http://localhost/a.png")),
                            "frame_images",
                            "must be an https address"),
                    bad(
                            "frame_images",
                            List.of(frame("first_frame", "https://store.internal/a.png")),
                            "frame_images",
                            "must name a host of the public internet"));
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
                    submit(VIDEOS, body),
                    400,
                    Map.of(),
                    fieldError("openrouter_metadata", named, named + " " + says));
        }

        @Test
        void when_there_are_more_references_than_the_model_takes_then_it_is_refused() {
            Golden.assertBody(
                    submit(
                            VIDEOS,
                            Map.of(
                                    "model",
                                    "vidu/q1",
                                    "prompt",
                                    "a kite",
                                    "input_references",
                                    Collections.nCopies(8, reference(image)))),
                    400,
                    Map.of(),
                    fieldError(
                            "openrouter_metadata",
                            "input_references",
                            "input_references has 8 images; viduq1 takes at most 7"));
        }

        @Test
        void when_the_other_name_is_called_then_the_metadata_has_it() {
            var body = sample();
            body.put("duration", 5);
            Golden.assertBody(
                    submit("/modelgates/api/v1/videos", body),
                    400,
                    Map.of(),
                    fieldError(
                            "modelgates_metadata",
                            "duration",
                            "duration '5' is not supported by google/veo-3.1; supported: 4, 6, 8"));
            Golden.assertBody(
                    Golden.test(tenant).get("/modelgates/nope"),
                    404,
                    Map.of(),
                    error(404, "Resource not found"));
        }

        @Test
        void when_the_model_cannot_be_used_then_it_is_no_server_error() {
            var body = sample();
            body.put("model", "nope/nothing");
            Golden.assertBody(
                    submit(VIDEOS, body),
                    404,
                    Map.of(),
                    error(404, "Resource not found: model nope/nothing"));
            Golden.assertBody(
                    tenant.live().contentType(ContentType.JSON).body(sample()).post(VIDEOS),
                    404,
                    Map.of(),
                    error(
                            404,
                            "No endpoints found for google/veo-3.1 on this server; test keys can"
                                    + " use it"));
            var free = TestTenant.create("free", "0");
            Golden.assertBody(
                    Golden.test(free).contentType(ContentType.JSON).body(sample()).post(VIDEOS),
                    403,
                    Map.of(),
                    error(403, "Model google/veo-3.1 needs the plan pro"));
        }

        @Test
        void when_there_is_no_key_no_json_or_no_such_method_then_it_is_said() {
            Golden.assertBody(
                    RestAssured.given().contentType(ContentType.JSON).body(sample()).post(VIDEOS),
                    401,
                    Map.of(),
                    error(401, "Missing Authentication header or invalid API key"));
            Golden.assertBody(
                    Golden.test(tenant).contentType(ContentType.JSON).body("{").post(VIDEOS),
                    400,
                    Map.of(),
                    error(400, "the body is not valid JSON (line 1, column 2)"));
            Golden.assertBody(
                    Golden.test(tenant).multiPart("prompt", "x").post(VIDEOS),
                    400,
                    Map.of(),
                    error(400, "Send application/json"));
            Golden.assertBody(
                    Golden.test(tenant).delete(VIDEOS),
                    405,
                    Map.of(),
                    error(405, "Method not allowed"));
            Golden.assertBody(
                    Golden.test(tenant)
                            .contentType(ContentType.JSON)
                            .body(
                                    "{\"prompt\":\""
                                            + "x".repeat(1_100_000)
                                            + "\", \"a\": ["
                                            + "\"yyyyyyyy\",".repeat(120_000)
                                            + "1]}")
                            .post(VIDEOS),
                    413,
                    Map.of(),
                    error(413, "Request payload too large"));
        }
    }

    @Test
    void when_the_credits_are_short_then_payment_is_required() {
        Golden.spendTestCredits(tenant);
        Golden.assertBody(
                submit(VIDEOS, sample()),
                402,
                Map.of(),
                error(402, "Insufficient credits. This needs 320 and you have 0"));
    }

    private static String error(int code, String message) {
        return "{\"error\": {\"code\": %d, \"message\": \"%s\"}}".formatted(code, message);
    }

    private static String fieldError(String metadata, String field, String message) {
        return """
        {"error": {"code": 400, "message": "%s"}, "%s": {"field": "%s"}}
        """
                .formatted(message, metadata, field);
    }
}
