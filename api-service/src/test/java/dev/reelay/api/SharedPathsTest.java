package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths that several APIs have, called without a prefix.
@QuarkusTest
class SharedPathsTest {
    private static final String GENERATIONS = "/v1/video/generations";
    private static final String HERE = "http://localhost:8081";

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

    private static Response post(String key, String path, String body) {
        return TestTenant.as(key).contentType(ContentType.JSON).body(body).post(path);
    }

    private String key(String dialect) {
        return TestTenant.operator()
                .body(Map.of("name", "a key", "mode", "test", "dialect", dialect))
                .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    /// Whose words an error has.
    private static @Nullable String dialect(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        if (answer.<Object>path("error") instanceof Map<?, ?> error) {
            if (answer.jsonPath().getMap("$").containsKey("data")) {
                return "newapi";
            }
            if (error.containsKey("status")) {
                return "aigate";
            }
            return error.get("code") != null && error.get("code").equals(error.get("type"))
                    ? "a4f"
                    : "openai";
        }
        return null;
    }

    @Nested
    class GivenAGenerationWithoutPrefix {
        /// All of them lack something, so that they are refused at once, in the words of the API
        /// that was chosen.
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '^',
                value = {
                    "a4f | {\"model\": \"provider-2/veo\"}",
                    "a4f | {\"model\": \"provider-12/veo\", \"audio\": true}",
                    "a4f | {\"model\": \"kling-v1\", \"ratio\": \"16:9\"}",
                    "a4f | {\"ratio\": \"16:9\", \"aspect_ratio\": \"16:9\", \"size\": \"1x1\"}",
                    "aigate | {\"model\": \"klingai/kling-v3.0-t2v\"}",
                    "aigate | {\"model\": \"klingai/kling-v3.0-t2v\", \"size\": \"1280x720\"}",
                    "aigate | {\"model\": \"kling-v1\", \"audio\": true}",
                    "aigate | {\"model\": \"kling-v1\", \"aspect_ratio\": \"16:9\"}",
                    "aigate | {\"model\": \"kling-v1\", \"provider_options\": {}}",
                    "aigate | {\"model\": \"kling-v1\", \"input_image\": \"x\"}",
                    "aigate | {\"model\": \"kling-v1\", \"input_image_url\": \"x\"}",
                    "aigate | {\"model\": \"kling-v1\", \"input_image_b64\": \"x\"}",
                    "aigate | {\"model\": \"kling-v1\", \"image_url\": \"x\"}",
                    "aigate | {\"model\": \"kling-v1\", \"input_video\": \"x\"}",
                    "aigate | {\"model\": \"kling-v1\", \"input_video_b64\": \"x\"}",
                    "aigate | {\"model\": \"kling-v1\", \"prompt\": {\"image\": \"x\"}}",
                    "newapi | {\"model\": \"kling-v1\"}",
                    "newapi | {\"model\": \"kling-v1\", \"audio\": null, \"ratio\": null}",
                    "newapi | {\"model\": \"kling-v1\", \"width\": 1, \"mode\": \"std\"}",
                    "newapi | {\"model\": \"kling-v1\", \"image\": \"x\", \"n\": 1, \"seed\": 1}",
                    "newapi | {\"model\": {}, \"metadata\": {\"audio\": true}}",
                    "newapi | {}",
                    "newapi | [1]",
                    "newapi | {"
                })
        void when_neither_key_nor_prefix_tells_then_the_body_does(String expected, String body) {
            assertThat(dialect(post(tenant.testKey(), GENERATIONS, body))).isEqualTo(expected);
        }

        @Test
        void when_it_is_a_form_then_it_is_new_apis() {
            assertThat(
                            dialect(
                                    Golden.test(tenant)
                                            .multiPart("model", "klingai/kling-v3.0-t2v")
                                            .multiPart("ratio", "1:1")
                                            .post(GENERATIONS)))
                    .isEqualTo("newapi");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a4f", "aigate", "newapi"})
        void when_the_key_has_a_dialect_then_the_body_decides_nothing(String dialect) {
            var key = key(dialect);
            assertThat(dialect(post(key, GENERATIONS, "{\"model\": \"provider-2/veo\"}")))
                    .isEqualTo(dialect);
            assertThat(dialect(post(key, GENERATIONS, "{\"model\": \"kling-v1\"}")))
                    .isEqualTo(dialect);
            assertThat(dialect(post(key, GENERATIONS, "{"))).isEqualTo(dialect);
        }

        @Test
        void when_the_keys_dialect_lacks_the_path_then_the_body_decides() {
            assertThat(dialect(post(key("openrouter"), GENERATIONS, "{\"ratio\": \"1:1\"}")))
                    .isEqualTo("a4f");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a4f", "aigate", "newapi"})
        void when_there_is_a_prefix_then_nothing_is_guessed(String prefix) {
            for (var body : new String[] {"{\"model\": \"provider-2/veo\"}", "{\"audio\": true}"}) {
                assertThat(dialect(post(key("newapi"), "/" + prefix + GENERATIONS, body)))
                        .isEqualTo(prefix);
            }
        }

        @Test
        void when_it_looks_like_aigates_then_it_is_answered_with_a_link_without_prefix() {
            var call =
                    LongCall.of(
                            () ->
                                    post(
                                            tenant.testKey(),
                                            GENERATIONS,
                                            "{\"model\": \"vidu/q1\", \"prompt\": \"a kite\"}"));
            var video = call.job(jdbi, tenant);
            Golden.complete(
                    worker, tenant, video, Clip.store(store, tenant, video, 0, "x".getBytes()));

            var url = call.answer().then().statusCode(200).extract().<String>path("videos[0].url");

            assertThat(url).startsWith(HERE + "/v1/videos/task_");
            var path = url.substring(HERE.length());
            for (var prefix : new String[] {"", "/aigate", "/newapi"}) {
                assertThat(RestAssured.get(prefix + path).asString()).isEqualTo("x");
            }
        }
    }

    @Nested
    class GivenVideosWithoutPrefix {
        @Test
        void when_the_key_has_no_dialect_then_nothing_is_guessed() {
            assertThat(
                            dialect(
                                    post(
                                            tenant.testKey(),
                                            "/v1/videos",
                                            "{\"model\": \"a/b\", \"prompt\": {\"text\": \"x\"}}")))
                    .isEqualTo("openai");
        }

        @ParameterizedTest
        @ValueSource(strings = {"aigate", "newapi", "openai"})
        void when_the_key_has_a_dialect_then_that_counts(String dialect) {
            assertThat(dialect(post(key(dialect), "/v1/videos", "{\"model\": \"sora-2\"}")))
                    .isEqualTo(dialect);
        }

        @Test
        void when_a_job_is_read_then_its_id_tells_the_api() {
            var task =
                    post(
                                    tenant.testKey(),
                                    "/newapi" + GENERATIONS,
                                    "{\"model\": \"kling-v1\", \"prompt\": \"a kite\"}")
                            .<String>path("task_id");
            var video = tenant.job();
            Golden.test(tenant).get("/v1/videos/" + task).then().body("task_id", equalTo(task));
            tenant.video(video).then().body("task_id", nullValue()).body("id", equalTo(video));
            // Another API's ids have the same form, but its files a key.
            RestAssured.get("/v1/videos/" + task + "/content").then().statusCode(401);
            RestAssured.get("/aigate/v1/videos/" + task + "/content").then().statusCode(404);
            RestAssured.get("/v1/videos/" + video + "/content").then().statusCode(401);
        }

        @Test
        void when_a_remix_is_asked_for_then_openais_knows_it_and_new_apis_does_not() {
            post(tenant.testKey(), "/v1/videos/video_1/remix", "{}")
                    .then()
                    .statusCode(404)
                    .body("error.message", equalTo("There is no such video."));
            post(tenant.testKey(), "/newapi/v1/videos/task_1/remix", "{}")
                    .then()
                    .statusCode(404)
                    .body("message", startsWith("Invalid URL"));
        }

        @Test
        void when_a_literal_segment_could_be_an_id_then_the_literal_counts() {
            RestAssured.get("/api/v1/videos/models").then().statusCode(200);
            post(tenant.testKey(), "/v1/videos/quote", "{}")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("prompt"));
        }
    }

    @Nested
    class GivenModelsWithoutPrefix {
        @Test
        void when_the_key_has_a_dialect_then_its_list_is_shown() {
            TestTenant.as(key("a4f"))
                    .get("/v1/models")
                    .then()
                    .body("object", nullValue())
                    .body("data.base_model", hasItem("kling-v2.1"));
            TestTenant.as(key("aigate"))
                    .get("/v1/models")
                    .then()
                    .body("object", equalTo("list"))
                    .body("data.id", hasItem("vidu/q1"))
                    .body("data.id", not(hasItem("kling-v1")));
            TestTenant.as(key("a4f"))
                    .get("/openai/v1/models")
                    .then()
                    .body("object", equalTo("list"));
            Golden.test(tenant)
                    .get("/v1/models")
                    .then()
                    .body("data.id", hasItem("kling-v1"))
                    .body("data.id", not(hasItem("vidu/q1")));
            RestAssured.get("/v1/models").then().statusCode(401);
        }
    }

    /// One model under the names and limits of several APIs.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/openai/v1/videos | 200 | {\"model\": \"sora-2\", \"prompt\": \"a\", \"seconds\": \"12\"}",
                "/openai/v1/videos | 400 | {\"model\": \"sora-2\", \"prompt\": \"a\", \"seconds\": \"5\"}",
                "/newapi/v1/videos | 200 | {\"model\": \"sora-2\", \"prompt\": \"a\", \"seconds\": \"8\"}",
                "/a4f/v1/video/generations | 400 | {\"model\": \"provider-2/sora-2\", \"prompt\": \"a\", \"duration\": 5, \"quality\": \"720p\"}",
                "/gptimage2/api/ai/video/generate | 200 | {\"model\": \"sora-2-text-to-video\", \"prompt\": \"a\", \"inputMode\": \"text_to_video\", \"duration\": 20}"
            })
    void when_sora_is_asked_for_then_each_apis_own_limits_count(
            String path, int status, String body) {
        post(tenant.testKey(), path, body).then().statusCode(status);
    }

    /// Portrait in two APIs, as the model has it in the others.
    @ParameterizedTest
    @CsvSource({
        "/openai/v1/videos, 720, 1280",
        "/newapi/v1/video/generations, 1280, 720",
        "/openrouter/api/v1/videos, 1280, 720"
    })
    void when_the_shape_is_not_said_then_each_apis_default_counts(
            String path, int width, int height) {
        var body = "{\"model\": \"%s\", \"prompt\": \"a kite\"}".formatted(TestTenant.MODEL);
        post(tenant.testKey(), path, body);
        try (var topic = new JobsTopic()) {
            var spec = topic.awaitRequest(Golden.newestJob(jdbi, tenant)).spec();
            assertThat(spec.width()).isEqualTo(width);
            assertThat(spec.height()).isEqualTo(height);
        }
    }
}
