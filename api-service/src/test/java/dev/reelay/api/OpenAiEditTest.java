package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// `POST /v1/videos/edits` and what else OpenAI's API has beside plain videos.
@QuarkusTest
class OpenAiEditTest {
    private static final String OMNI = OwnVideos.OMNI;

    @Inject ObjectStore store;
    private TestTenant tenant;
    private OwnVideos videos;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
        videos = new OwnVideos(store, tenant);
    }

    private Response edit(Map<String, ?> body) {
        return videos.post("/edits", body);
    }

    @Nested
    class GivenAVideoOfTheTenant {
        @Test
        void when_it_is_completed_then_the_edit_gets_a_copy_and_keeps_model_length_and_size() {
            var source = videos.completed(OMNI, "6", "1080x1920");

            var answer = edit(Map.of("prompt", "make it snow", "video", Map.of("id", source)));
            answer.then()
                    .statusCode(200)
                    .body("model", equalTo(OMNI))
                    .body("seconds", equalTo("6"))
                    .body("size", equalTo("1080x1920"))
                    .body("mode", equalTo("video"));
            var id = answer.<String>path("id");
            var spec = OwnVideos.heard(id);
            assertThat(spec.mode()).isEqualTo(Mode.VIDEO);
            var key = "inputs/" + tenant.id() + "/" + Ids.job(id) + "/0_video";
            assertThat(spec.inputs())
                    .containsExactly(new JobSpec.Input(JobSpec.Role.VIDEO, key, "video/mp4"));
            assertThat(store.head(key).orElseThrow().length()).isEqualTo(OwnVideos.CLIP.length);
        }

        @Test
        void when_it_comes_as_node_go_and_java_send_it_then_it_is_understood() {
            var source = videos.completed(OMNI, "3", "1280x720");
            TestTenant.as(tenant.testKey())
                    .multiPart("prompt", "make it snow")
                    .multiPart("video[id]", source)
                    .post("/v1/videos/edits")
                    .then()
                    .statusCode(200)
                    .body("mode", equalTo("video"));
        }

        @Test
        void when_it_is_not_completed_then_that_is_said() {
            edit(Map.of("prompt", "x", "video", Map.of("id", videos.made(OMNI, "3", "1280x720"))))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("video_not_ready"));
        }

        @Test
        void when_its_model_takes_no_clips_then_that_is_said_and_nothing_is_held() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            edit(Map.of("prompt", "x", "video", Map.of("id", source)))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("video"))
                    .body("error.code", equalTo("invalid_value"));
        }

        @Test
        void when_it_is_another_tenants_then_it_is_unknown() {
            var source = videos.completed(OMNI, "3", "1280x720");
            videos = new OwnVideos(store, TestTenant.rich());
            edit(Map.of("prompt", "x", "video", Map.of("id", source))).then().statusCode(404);
        }
    }

    @Nested
    class GivenAClipThatComesAlong {
        @Test
        void when_a_model_is_named_then_it_is_taken() {
            var answer =
                    TestTenant.as(tenant.testKey())
                            .multiPart("prompt", "make it snow")
                            .multiPart("model", OMNI)
                            .multiPart("video", "clip", OwnVideos.CLIP, "application/octet-stream")
                            .post("/v1/videos/edits");
            answer.then().statusCode(200).body("mode", equalTo("video"));
            assertThat(OwnVideos.heard(answer.path("id")).inputs().getFirst().contentType())
                    .isEqualTo("video/mp4");
        }

        @Test
        void when_it_is_a_web_address_then_the_worker_is_told_it() {
            var answer =
                    edit(
                            Map.of(
                                    "prompt",
                                    "x",
                                    "model",
                                    OMNI,
                                    "video",
                                    "https://example.com/a.mp4"));
            answer.then().statusCode(200);
            assertThat(OwnVideos.heard(answer.path("id")).inputs().getFirst().address())
                    .hasToString("https://example.com/a.mp4");
        }

        @Test
        void when_it_is_a_picture_or_no_model_is_named_then_it_is_refused() {
            var picture = Pictures.dataUrl(Pictures.png());
            edit(Map.of("prompt", "x", "model", OMNI, "video", picture))
                    .then()
                    .statusCode(400)
                    .body(
                            "error.message",
                            equalTo("Invalid value for 'video': is an image, not a video."));
            edit(Map.of("prompt", "x", "video", "https://example.com/a.mp4"))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("model"));
            edit(Map.of("prompt", "x")).then().statusCode(400);
            edit(Map.of("prompt", "x", "video", Map.of("id", "x"))).then().statusCode(404);
        }
    }

    @Test
    void when_characters_are_asked_for_then_they_are_not_implemented_and_not_to_be_repeated() {
        tenant.live()
                .multiPart("name", "a fox")
                .post("/v1/videos/characters")
                .then()
                .statusCode(501)
                .header("x-should-retry", "false")
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.message", notNullValue());
        tenant.get("/v1/videos/characters/char_1").then().statusCode(404);
    }

    @Test
    void when_a_model_is_retired_then_the_answer_says_since_when() {
        var retired = videos.made("sora-2", "4", "1280x720");
        tenant.video(retired)
                .then()
                .header("Deprecation", "@1790208000")
                .header("Sunset", "Thu, 24 Sep 2026 00:00:00 GMT");
        assertThat(tenant.video(tenant.job()).header("Sunset")).isNull();
    }
}
