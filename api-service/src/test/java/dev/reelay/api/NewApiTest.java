package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

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
import java.util.Base64;
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

/// New API's video surfaces, whole bodies.
@QuarkusTest
class NewApiTest {
    private static final String GENERATIONS = "/newapi/v1/video/generations";
    private static final String TASK_ID = "task_[0-9A-Za-z]{32}";

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

    private Response submit(String path, Map<String, ?> body) {
        return Golden.test(tenant).contentType(ContentType.JSON).body(body).post(path);
    }

    private JobSpec heard() {
        try (var topic = new JobsTopic()) {
            return topic.awaitRequest(Golden.newestJob(jdbi, tenant)).spec();
        }
    }

    @Nested
    class GivenTheSeedsExamples {
        @Test
        void when_klings_is_sent_then_it_is_accepted_with_all_it_says() {
            var bare = Base64.getEncoder().encodeToString(Pictures.png());
            var answer =
                    submit(
                            GENERATIONS,
                            Map.of(
                                    "model",
                                    "kling-v1",
                                    "prompt",
                                    "一个穿着宇航服的宇航员在月球上行走, 高品质, 电影级",
                                    "size",
                                    "1920x1080",
                                    "image",
                                    bare,
                                    "duration",
                                    5,
                                    "metadata",
                                    Map.of(
                                            "seed",
                                            20231234,
                                            "negative_prompt",
                                            "模糊",
                                            "image_tail",
                                            image)));
            Golden.setTimes(jdbi, Golden.newestJob(jdbi, tenant), "2026-06-01T08:00:00Z", null);
            var id = answer.<String>path("task_id");
            assertThat(id).matches(TASK_ID);
            Golden.assertBody(
                    answer,
                    201,
                    Map.of("id", id, "created", answer.<Integer>path("created_at")),
                    """
                    {"id": "<id>", "object": "video", "model": "kling-v1", "created_at": <created>,
                     "task_id": "<id>", "status": "processing", "progress": 0}
                    """);
            var spec = heard();
            assertThat(spec.mode()).isEqualTo(Mode.FRAMES);
            assertThat(spec.seed()).isEqualTo(20231234);
            assertThat(spec.negativePrompt()).isEqualTo("模糊");
            assertThat(spec.width()).isEqualTo(1920);
            assertThat(spec.seconds()).isEqualTo(5);
            assertThat(spec.providerOptions()).isNull();
        }

        @Test
        void when_images_are_web_addresses_then_the_worker_is_told_them() {
            submit(
                            GENERATIONS,
                            Map.of(
                                    "model",
                                    "kling-v1",
                                    "prompt",
                                    "a kite",
                                    "image",
                                    "https://example.com/first.jpg",
                                    "metadata",
                                    Map.of("image_tail", "https://example.com/last.png")))
                    .then()
                    .statusCode(201);
            assertThat(heard().inputs())
                    .extracting(input -> String.valueOf(input.address()))
                    .containsExactly(
                            "https://example.com/first.jpg", "https://example.com/last.png");
        }

        @Test
        void when_jimengs_is_sent_then_req_key_names_the_model() {
            submit(
                            GENERATIONS,
                            Map.of(
                                    "model",
                                    "jimeng_vgfm_t2v_l20",
                                    "prompt",
                                    "一个穿着宇航服的宇航员在月球上行走",
                                    "image",
                                    image,
                                    "metadata",
                                    Map.of(
                                            "req_key",
                                            "jimeng_vgfm_i2v_l20",
                                            "image_urls",
                                            List.of(image),
                                            "aspect_ratio",
                                            "16:9")))
                    .then()
                    .statusCode(201)
                    .body("model", equalTo("jimeng_vgfm_i2v_l20"));
            var spec = heard();
            assertThat(spec.model()).isEqualTo("jimeng_vgfm_i2v_l20");
            assertThat(spec.inputs()).hasSize(1);
            assertThat(spec.aspectRatio()).isEqualTo("16:9");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void when_vidus_is_sent_then_metadata_may_be_a_text(boolean asText) {
            var metadata =
                    """
                    {"duration": 5, "seed": 0, "resolution": "1080p", "movement_amplitude": "auto",
                     "bgm": false, "payload": "",
                     "callback_url": "https://your-callback-url.com/webhook"}
                    """;
            var body =
                    """
                    {"model": "viduq1", "prompt": "walking on the moon", "size": "1920x1080",
                     "image": "%s", "duration": 5, "metadata": %s}
                    """
                            .formatted(
                                    image,
                                    asText
                                            ? "\""
                                                    + metadata.replace("\n", " ")
                                                            .replace("\"", "\\\"")
                                                    + "\""
                                            : metadata);
            Golden.test(tenant)
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post(GENERATIONS)
                    .then()
                    .statusCode(201);
            var spec = heard();
            assertThat(spec.seed()).isZero();
            assertThat(spec.audio()).isFalse();
            assertThat(spec.resolution()).isEqualTo("1080p");
            assertThat(spec.mode()).isEqualTo(Mode.IMAGE);
            assertThat(spec.providerOptions())
                    .hasToString("{\"movement_amplitude\":\"auto\",\"payload\":\"\"}");
        }
    }

    @Nested
    class GivenWaysToSayOneThing {
        @Test
        void when_body_and_metadata_differ_then_metadata_wins() {
            submit(
                            GENERATIONS,
                            Map.of(
                                    "model",
                                    "kling-v2-6",
                                    "prompt",
                                    "a kite",
                                    "duration",
                                    5,
                                    "seconds",
                                    "5",
                                    "size",
                                    "1280x720",
                                    "seed",
                                    1,
                                    "n",
                                    2,
                                    "mode",
                                    "std",
                                    "metadata",
                                    Map.of(
                                            "duration",
                                            "10",
                                            "resolution",
                                            "1080p",
                                            "aspect_ratio",
                                            "9:16",
                                            "seed",
                                            2,
                                            "mode",
                                            "pro",
                                            "sound",
                                            "on",
                                            "cfg_scale",
                                            0.5)))
                    .then()
                    .statusCode(201);
            var spec = heard();
            assertThat(spec.seconds()).isEqualTo(10);
            assertThat(spec.resolution()).isEqualTo("1080p");
            assertThat(spec.width()).isEqualTo(1080);
            assertThat(spec.height()).isEqualTo(1920);
            assertThat(spec.seed()).isEqualTo(2);
            assertThat(spec.quality()).isEqualTo("pro");
            assertThat(spec.audio()).isTrue();
            assertThat(spec.outputs()).isEqualTo(2);
            assertThat(spec.providerOptions()).hasToString("{\"cfg_scale\":0.5}");
            // 10 s at 9 credits, sound 1.5, pro 1.5, two clips.
            Golden.test(tenant).get("/v1/credits").then().body("held", equalTo("405"));
            TestTenant.operator()
                    .get("/admin/v1/ledger/proof")
                    .then()
                    .body("checks.find { it.id == 'L7' }.ok", equalTo(true));
        }

        @ParameterizedTest
        @CsvSource({
            "wan2.5-t2v-preview, '\"size\": \"832*480\"', 832, 480",
            "wan2.5-t2v-preview, '\"size\": \"720P\"', 1280, 720",
            "kling-v1, '\"size\": \"1024x1024\"', 720, 720",
            "kling-v1, '\"width\": 1080, \"height\": 1920', 1080, 1920",
            "kling-v1, '\"width\": 1280, \"height\": 720, \"size\": \"1280x720\"', 1280, 720",
            "kling-v1, '\"size\": \"1920x1080\", \"metadata\": {\"aspect_ratio\": \"1:1\"}', 1080, 1080",
        })
        void then_the_picture_has_that_size(String model, String members, int width, int height) {
            Golden.test(tenant)
                    .contentType(ContentType.JSON)
                    .body(
                            "{\"model\": \"%s\", \"prompt\": \"a kite\", %s}"
                                    .formatted(model, members))
                    .post(GENERATIONS)
                    .then()
                    .statusCode(201);
            var spec = heard();
            assertThat(spec.width()).isEqualTo(width);
            assertThat(spec.height()).isEqualTo(height);
        }

        @Test
        void when_there_are_two_images_they_are_frames_and_when_more_references() {
            submit(
                            GENERATIONS,
                            Map.of(
                                    "model",
                                    "viduq1",
                                    "prompt",
                                    "a kite",
                                    "images",
                                    List.of(image, image)))
                    .then()
                    .statusCode(201);
            assertThat(heard().mode()).isEqualTo(Mode.FRAMES);
            submit(
                            GENERATIONS,
                            Map.of(
                                    "model",
                                    "viduq1",
                                    "prompt",
                                    "a kite",
                                    "images",
                                    List.of(image, image, image)))
                    .then()
                    .statusCode(201);
            assertThat(heard().mode()).isEqualTo(Mode.REFERENCE);
        }
    }

    @Nested
    class GivenATask {
        private static final String DATA =
                """
                "data": {
                   "id": <number>, "created_at": 1780300800, "updated_at": <updated>,
                   "task_id": "<id>", "platform": "kling", "user_id": <user>, "group": "default",
                   "channel_id": 0, "quota": 125000, "action": "textGenerate",
                   "status": "<running>", "fail_reason": "<why>", "result_url": "<url>",
                   "submit_time": 1780300800, "start_time": <start>, "finish_time": <finish>,
                   "progress": "<progress>",
                   "properties": {"input": "", "origin_model_name": "kling-v1"}, "data": {}}
                """;
        private String video;
        private String id;

        @BeforeEach
        void submit() {
            var answer =
                    NewApiTest.this.submit(
                            GENERATIONS,
                            Map.of(
                                    "model",
                                    "kling-v1",
                                    "prompt",
                                    "a kite",
                                    "seed",
                                    7741,
                                    "fps",
                                    24));
            id = answer.then().statusCode(201).extract().path("task_id");
            video = Golden.newestJob(jdbi, tenant);
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", null);
        }

        private Response poll() {
            return Golden.test(tenant).get(GENERATIONS + "/" + id);
        }

        private Map<String, Object> values(Response poll) {
            var values = new HashMap<String, Object>();
            values.put("id", id);
            values.put("number", poll.<Integer>path("data.id"));
            values.put("user", poll.<Integer>path("data.user_id"));
            values.put("start", poll.<Integer>path("data.start_time"));
            values.put("updated", poll.<Integer>path("data.updated_at"));
            values.put("finish", 0);
            values.put("why", "");
            values.put("url", "");
            assertThat(poll.<Integer>path("data.id")).isPositive();
            return values;
        }

        @Test
        void when_it_waits_then_it_is_queued() {
            var poll = poll();
            var values = values(poll);
            values.put("running", "SUBMITTED");
            values.put("progress", "0%");
            values.put("start", 0);
            values.put("updated", 1780300800);
            Golden.assertBody(
                    poll,
                    200,
                    values,
                    """
                    {"task_id": "<id>", "status": "queued", "url": "", "format": "mp4",
                     "metadata": null, "error": null, "code": "success", "message": "",
                     %s}
                    """
                            .formatted(DATA));
        }

        @Test
        void when_it_runs_then_it_is_processing() {
            Golden.run(worker, tenant, video, 40);
            var poll = poll();
            var values = values(poll);
            values.put("running", "IN_PROGRESS");
            values.put("progress", "40%");
            Golden.assertBody(
                    poll,
                    200,
                    values,
                    """
                    {"task_id": "<id>", "status": "processing", "url": "", "format": "mp4",
                     "metadata": null, "error": null, "code": "success", "message": "",
                     %s}
                    """
                            .formatted(DATA));
            assertThat((Integer) values.get("start")).isGreaterThan(1780300800);
            Golden.assertBody(
                    Golden.test(tenant).get("/newapi/v1/videos/" + id + "/content"),
                    400,
                    Map.of(),
                    error(
                            "\"invalid_request\"",
                            "Task is not completed yet, current status: IN_PROGRESS",
                            "\"task_id\"",
                            "invalid_request_error"));
        }

        @Test
        void when_it_has_succeeded_then_the_file_is_behind_the_key() {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            Golden.complete(worker, tenant, video, clip);
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", "2026-06-01T08:01:11Z");
            var poll = poll();
            var values = values(poll);
            values.put("running", "SUCCESS");
            values.put("progress", "100%");
            values.put("finish", 1780300871);
            values.put("url", "http://localhost:8081/newapi/v1/videos/" + id + "/content");
            Golden.assertBody(
                    poll,
                    200,
                    values,
                    """
                    {"task_id": "<id>", "status": "succeeded", "url": "<url>", "format": "mp4",
                     "metadata": {"duration": 4, "fps": 24, "width": 720, "height": 1280,
                                  "seed": 7741},
                     "error": null, "code": "success", "message": "",
                     %s}
                    """
                            .formatted(DATA));
            var content = "/newapi/v1/videos/" + id + "/content";
            var file = Golden.test(tenant).get(content);
            file.then().statusCode(200).contentType("video/mp4").header("Content-Length", "6");
            assertThat(file.asString()).isEqualTo("a clip");
            Golden.test(tenant)
                    .header("Range", "bytes=2-5")
                    .get(content)
                    .then()
                    .statusCode(206)
                    .header("Content-Range", "bytes 2-5/6");
            RestAssured.get(content).then().statusCode(401);
            Golden.test(tenant).head(content).then().statusCode(200);
            Golden.test(tenant).get("/v1/videos/" + id + "/content").then().statusCode(200);
            Golden.test(tenant)
                    .get("/v1/video/generations/" + id)
                    .then()
                    .body("url", equalTo("http://localhost:8081/v1/videos/" + id + "/content"));
        }

        @ParameterizedTest
        @CsvSource({
            "FAILED, PROVIDER_ERROR, 502",
            "FAILED, CONTENT_POLICY, 400",
            "FAILED, PROVIDER_UNAVAILABLE, 503",
            "FAILED, STORAGE_ERROR, 500",
            "CANCELLED, CANCELLED, 400",
            "EXPIRED, TIMEOUT, 504"
        })
        void when_it_has_failed_then_the_poll_is_still_a_success(
                Status status, Reason reason, int code) {
            Golden.end(
                    worker,
                    tenant,
                    video,
                    status,
                    new Failure(reason, "provider returned no output"));
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", "2026-06-01T08:01:11Z");
            var poll = poll();
            var values = values(poll);
            values.put("running", "FAILURE");
            values.put("progress", "100%");
            values.put("finish", 1780300871);
            values.put("why", "provider returned no output");
            values.put("code", code);
            Golden.assertBody(
                    poll,
                    200,
                    values,
                    """
                    {"task_id": "<id>", "status": "failed", "url": "", "format": "mp4",
                     "metadata": null,
                     "error": {"code": <code>, "message": "provider returned no output"},
                     "code": "success", "message": "",
                     %s}
                    """
                            .formatted(DATA));
        }

        @Test
        void when_it_has_failed_then_there_is_no_file() {
            Golden.end(
                    worker,
                    tenant,
                    video,
                    Status.FAILED,
                    new Failure(Reason.PROVIDER_ERROR, "provider returned no output"));
            Golden.assertBody(
                    Golden.test(tenant).get("/newapi/v1/videos/" + id + "/content"),
                    400,
                    Map.of(),
                    error(
                            "\"invalid_request\"",
                            "Task is not completed yet, current status: FAILURE",
                            "\"task_id\"",
                            "invalid_request_error"));
        }

        @Test
        void when_the_openai_style_route_reads_it_then_it_is_a_video() {
            Golden.run(worker, tenant, video, 40);
            Golden.assertBody(
                    Golden.test(tenant).get("/newapi/v1/videos/" + id),
                    200,
                    Map.of("id", id),
                    """
                    {"id": "<id>", "task_id": "<id>", "object": "video", "model": "kling-v1",
                     "status": "in_progress", "progress": 40, "created_at": 1780300800,
                     "seconds": "5", "size": "1280x720"}
                    """);
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            Golden.complete(worker, tenant, video, clip);
            Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", "2026-06-01T08:01:11Z");
            var answer = Golden.test(tenant).get("/v1/videos/" + id);
            Golden.assertBody(
                    answer,
                    200,
                    Map.of("id", id, "expires", answer.<Integer>path("expires_at")),
                    """
                    {"id": "<id>", "task_id": "<id>", "object": "video", "model": "kling-v1",
                     "status": "completed", "progress": 100, "created_at": 1780300800,
                     "completed_at": 1780300871, "expires_at": <expires>,
                     "seconds": "5", "size": "1280x720",
                     "metadata": {"url": "http://localhost:8081/v1/videos/<id>/content"}}
                    """);
        }

        @Test
        void when_another_tenant_asks_or_the_id_is_not_ours_then_it_does_not_exist() {
            var unknown =
                    error(
                            "\"task_not_exist\"",
                            "Task not found",
                            "\"task_id\"",
                            "invalid_request_error");
            var last = id.charAt(36);
            var forged = id.substring(0, 36) + (last == '0' ? '1' : '0');
            for (var text : List.of(forged, "task_", "nonsense", "%00", "task_" + "z".repeat(32))) {
                Golden.assertBody(
                        Golden.test(tenant).get(GENERATIONS + "/" + text), 404, Map.of(), unknown);
                Golden.assertBody(
                        Golden.test(tenant).get("/newapi/v1/videos/" + text + "/content"),
                        404,
                        Map.of(),
                        unknown);
            }
            Golden.assertBody(
                    Golden.test(TestTenant.rich()).get(GENERATIONS + "/" + id),
                    404,
                    Map.of(),
                    unknown);
        }
    }

    @Test
    void when_several_clips_are_made_then_each_has_an_id_of_its_own() {
        var id =
                submit(GENERATIONS, Map.of("model", "kling-v1", "prompt", "a kite", "n", 2))
                        .<String>path("task_id");
        var video = Golden.newestJob(jdbi, tenant);
        Golden.complete(
                worker,
                tenant,
                video,
                Clip.store(store, tenant, video, 0, "first".getBytes()),
                Clip.store(store, tenant, video, 1, "second".getBytes()));
        var urls = Golden.test(tenant).get(GENERATIONS + "/" + id).<List<String>>path("urls");
        assertThat(urls).hasSize(2).doesNotHaveDuplicates();
        var second = urls.get(1).substring("http://localhost:8081".length());
        assertThat(Golden.test(tenant).get(second).asString()).isEqualTo("second");
    }

    @Nested
    class GivenOtherSurfaces {
        @Test
        void when_the_openai_style_one_takes_a_form_then_it_answers_as_openai() {
            var answer =
                    Golden.test(tenant)
                            .multiPart("model", "sora-2")
                            .multiPart("prompt", "a kite")
                            .multiPart("seconds", "8")
                            .multiPart("size", "1280x720")
                            .multiPart("metadata", "{\"style\": \"flat\"}")
                            .post("/newapi/v1/videos");
            Golden.assertBody(
                    answer,
                    200,
                    Map.of(
                            "id",
                            answer.<String>path("id"),
                            "created",
                            answer.<Integer>path("created_at")),
                    """
                    {"id": "<id>", "task_id": "<id>", "object": "video", "model": "sora-2",
                     "status": "queued", "progress": 0, "created_at": <created>,
                     "seconds": "8", "size": "1280x720"}
                    """);
            assertThat(heard().providerOptions()).hasToString("{\"style\":\"flat\"}");
        }

        @Test
        void when_klings_body_is_sent_then_the_answer_is_this_apis() {
            var answer =
                    submit(
                            "/newapi/kling/v1/videos/image2video",
                            Map.of(
                                    "model_name",
                                    "kling-v2-6",
                                    "prompt",
                                    "a kite",
                                    "image",
                                    image,
                                    "duration",
                                    "10",
                                    "mode",
                                    "pro",
                                    "aspect_ratio",
                                    "1:1",
                                    "cfg_scale",
                                    0.5,
                                    "sound",
                                    "off"));
            answer.then().statusCode(201).body("model", equalTo("kling-v2-6"));
            var spec = heard();
            assertThat(spec.seconds()).isEqualTo(10);
            assertThat(spec.quality()).isEqualTo("pro");
            assertThat(spec.aspectRatio()).isEqualTo("1:1");
            assertThat(spec.mode()).isEqualTo(Mode.IMAGE);
            assertThat(spec.providerOptions()).hasToString("{\"cfg_scale\":0.5}");
            Golden.test(tenant)
                    .get("/kling/v1/videos/image2video/" + answer.<String>path("task_id"))
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("queued"))
                    .body("data.action", equalTo("generate"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/newapi/jimeng/", "/jimeng/", "/jimeng"})
        void when_jimengs_actions_are_called_then_they_submit_and_poll(String path) {
            var submitted =
                    submit(
                            path + "?Action=CVSync2AsyncSubmitTask&Version=2022-08-31",
                            Map.of("req_key", "jimeng_vgfm_t2v_l20", "prompt", "a kite"));
            submitted.then().statusCode(201).body("model", equalTo("jimeng_vgfm_t2v_l20"));
            submit(
                            path + "?Action=CVSync2AsyncGetResult&Version=2022-08-31",
                            Map.of(
                                    "req_key",
                                    "jimeng_vgfm_t2v_l20",
                                    "task_id",
                                    submitted.<String>path("task_id")))
                    .then()
                    .statusCode(200)
                    .body("data.status", equalTo("SUBMITTED"));
        }

        @Test
        void when_jimengs_action_or_task_is_missing_then_that_is_said() {
            Golden.assertBody(
                    submit("/newapi/jimeng/", Map.of()),
                    400,
                    Map.of(),
                    error(
                            "\"invalid_request\"",
                            "Action query parameter is required",
                            "\"Action\"",
                            "invalid_request_error"));
            Golden.assertBody(
                    submit("/newapi/jimeng/?Action=CVSync2AsyncGetResult", Map.of("req_key", "x")),
                    400,
                    Map.of(),
                    error(
                            "\"invalid_request\"",
                            "task_id is required for CVSync2AsyncGetResult",
                            "\"task_id\"",
                            "invalid_request_error"));
        }

        @Test
        void when_a_key_speaks_newapi_then_the_shared_route_does() {
            var key =
                    TestTenant.operator()
                            .body(Map.of("name", "k", "mode", "test", "dialect", "newapi"))
                            .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                            .<String>path("key");
            TestTenant.as(key)
                    .contentType(ContentType.JSON)
                    .body(Map.of("model", "sora-2", "prompt", "a kite"))
                    .post("/v1/videos")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("queued"))
                    .body("task_id", org.hamcrest.Matchers.matchesPattern(TASK_ID));
            Golden.assertBody(
                    TestTenant.as(key)
                            .contentType(ContentType.JSON)
                            .body(Map.of("model", "sora-2"))
                            .post("/v1/videos"),
                    400,
                    Map.of(),
                    error(
                            "\"invalid_request\"",
                            "prompt is required",
                            "\"prompt\"",
                            "invalid_request_error"));
            TestTenant.as(key)
                    .contentType(ContentType.JSON)
                    .body(Map.of("model", "sora-2", "prompt", "a kite"))
                    .post("/openai/v1/videos")
                    .then()
                    .statusCode(200)
                    .body("id", org.hamcrest.Matchers.startsWith("video_"));
        }

        @Test
        void when_models_are_listed_then_they_are_openais() {
            Golden.test(tenant)
                    .get("/newapi/v1/models")
                    .then()
                    .statusCode(200)
                    .body("object", equalTo("list"))
                    .body("data.id", hasItems("kling-v1", "viduq1"))
                    .body("data.find { it.id == 'kling-v1' }.owned_by", equalTo("kling"));
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
                    bad("prompt", null, "prompt", "prompt is required"),
                    bad("prompt", "  ", "prompt", "prompt is required"),
                    bad("prompt", 5, "prompt", "prompt: must be a string"),
                    bad(
                            "duration",
                            7,
                            "duration",
                            "duration: '7' is not supported by kling-v1; supported: 5, 10"),
                    bad("duration", 5.5, "duration", "duration: must be a whole number"),
                    bad("duration", "five", "duration", "duration: must be a whole number"),
                    bad("width", 1280, "height", "height: is missing beside the other side"),
                    bad("n", 5, "n", "n: '5' is not supported by kling-v1; supported: 1 to 4"),
                    bad("fps", 1000, "fps", "fps: must be 1 to 240"),
                    bad(
                            "mode",
                            "turbo",
                            "mode",
                            "mode: 'turbo' is not supported by kling-v1; supported: std, pro"),
                    bad(
                            "response_format",
                            "b64_json",
                            "response_format",
                            "response_format: 'b64_json' is not supported; supported: url"),
                    bad("metadata", List.of(), "metadata", "metadata: must be an object"),
                    bad(
                            "metadata",
                            "{not json",
                            "metadata",
                            "metadata: must be an object, or a text that holds one"),
                    bad(
                            "metadata",
                            Map.of("n", 4),
                            "metadata",
                            "metadata: must not hold 'n', which decides the price; use the"
                                    + " field of the request"),
                    bad(
                            "metadata",
                            Map.of("callback_url", "ftp://example.com"),
                            "callback_url",
                            "callback_url: must be an https address"),
                    bad("metadata", Map.of("sound", "loud"), "sound", "sound: must be on or off"),
                    bad("image", "!!", "image", "image: is not valid base64"),
                    bad(
                            "image",
                            "https://169.254.169.254/a.png",
                            "image",
                            "image: must name a host, not an IP address"));
        }

        private static Arguments bad(
                String field, @Nullable Object value, String param, String says) {
            return Arguments.of(field, value, param, says);
        }

        @ParameterizedTest
        @MethodSource("fields")
        void when_a_field_is_wrong_then_it_is_named(
                String field, @Nullable Object value, String param, String says) {
            var body = new HashMap<String, Object>();
            body.put("model", "kling-v1");
            body.put("prompt", "a kite");
            body.put(field, value);
            Golden.assertBody(
                    submit(GENERATIONS, body),
                    400,
                    Map.of(),
                    error(
                            "\"invalid_request\"",
                            says,
                            "\"" + param + "\"",
                            "invalid_request_error"));
        }

        @Test
        void when_a_size_is_wrong_then_it_has_a_code_of_its_own() {
            var answer =
                    submit(
                            GENERATIONS,
                            Map.of("model", "sora-2", "prompt", "a kite", "size", "1x1"));
            Golden.assertBody(
                    answer,
                    400,
                    Map.of(),
                    error(
                            "\"invalid_size\"",
                            "size: '1x1' is not a size",
                            "\"size\"",
                            "invalid_request_error"));
        }

        @Test
        void when_the_model_is_missing_unknown_or_without_a_provider_then_it_is_said() {
            Golden.assertBody(
                    submit(GENERATIONS, Map.of("prompt", "a kite")),
                    400,
                    Map.of(),
                    error(
                            "\"missing_model\"",
                            "model field is required",
                            "\"model\"",
                            "invalid_request_error"));
            Golden.assertBody(
                    submit(GENERATIONS, Map.of("prompt", "a kite", "model", "nope")),
                    503,
                    Map.of(),
                    error(
                            "\"model_not_found\"",
                            "No available channel for model nope",
                            "\"model\"",
                            "new_api_error"));
            Golden.assertBody(
                    tenant.live()
                            .contentType(ContentType.JSON)
                            .body(Map.of("prompt", "a kite", "model", "kling-v1"))
                            .post(GENERATIONS),
                    503,
                    Map.of(),
                    error(
                            "\"model_not_found\"",
                            "No available channel for model kling-v1; test keys can use it on the"
                                    + " sandbox",
                            "\"model\"",
                            "new_api_error"));
        }

        @Test
        void when_the_key_is_wrong_or_the_plan_too_small_then_it_is_the_gateways_error() {
            Golden.assertBody(
                    TestTenant.as("sk-nonsense")
                            .contentType(ContentType.JSON)
                            .body(Map.of("prompt", "a kite", "model", "kling-v1"))
                            .post(GENERATIONS),
                    401,
                    Map.of(),
                    error("\"\"", "Invalid token", "null", "new_api_error"));
            var free = TestTenant.create("free", "0");
            Golden.assertBody(
                    Golden.test(free)
                            .contentType(ContentType.JSON)
                            .body(Map.of("prompt", "a kite", "model", "kling-v1"))
                            .post(GENERATIONS),
                    403,
                    Map.of(),
                    error(
                            "\"\"",
                            "model kling-v1 needs the plan pro",
                            "\"model\"",
                            "new_api_error"));
        }

        @Test
        void when_it_is_no_json_or_nothing_is_there_then_it_is_said_in_this_dialect() {
            Golden.assertBody(
                    Golden.test(tenant).contentType(ContentType.JSON).body("[1]").post(GENERATIONS),
                    400,
                    Map.of(),
                    error(
                            "\"invalid_request\"",
                            "the body is no JSON object",
                            "null",
                            "invalid_request_error"));
            Golden.assertBody(
                    Golden.test(tenant).get("/newapi/v1/nope"),
                    404,
                    Map.of(),
                    error(
                            "\"\"",
                            "Invalid URL (GET /newapi/v1/nope)",
                            "null",
                            "invalid_request_error"));
            Golden.assertBody(
                    Golden.test(tenant).delete(GENERATIONS),
                    405,
                    Map.of(),
                    error("\"\"", "Not allowed here: DELETE", "null", "invalid_request_error"));
        }
    }

    @Test
    void when_the_quota_is_used_up_then_it_is_forbidden() {
        Golden.spendTestCredits(tenant);
        Golden.assertBody(
                submit(GENERATIONS, Map.of("prompt", "a kite", "model", "kling-v1")),
                403,
                Map.of(),
                error(
                        "\"insufficient_user_quota\"",
                        "0 credits are left and this needs 25",
                        "null",
                        "new_api_error"));
    }

    private static String error(String code, String message, String param, String type) {
        return """
        {"code": %1$s, "message": "%2$s", "param": %3$s, "type": "%4$s", "data": null,
         "error": {"message": "%2$s", "type": "%4$s", "param": %3$s, "code": %1$s}}
        """
                .formatted(code, message, param, type);
    }
}
