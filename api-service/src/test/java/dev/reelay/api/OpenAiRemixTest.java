package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// `POST /v1/videos/{id}/remix` and `POST /v1/videos/extensions`.
@QuarkusTest
class OpenAiRemixTest {
    private static final Map<String, String> NIGHT = Map.of("prompt", "the same at night");

    @Inject ObjectStore store;
    @Inject Jdbi jdbi;
    private TestTenant tenant;
    private OwnVideos videos;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
        videos = new OwnVideos(store, tenant);
    }

    private Response remix(String video) {
        return videos.post("/" + video + "/remix", NIGHT);
    }

    private Response extend(String video, Object seconds) {
        return videos.post(
                "/extensions",
                Map.of("prompt", "it flies on", "seconds", seconds, "video", Map.of("id", video)));
    }

    private void set(String video, String columns) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate("update job set <columns> where id = :id")
                                .define("columns", columns)
                                .bind("id", UUID.fromString(Ids.job(video).toString()))
                                .execute());
    }

    private static String input(TestTenant tenant, String video, String role) {
        return "inputs/" + tenant.id() + "/" + Ids.job(video) + "/0_" + role;
    }

    @Nested
    class GivenARemix {
        @Test
        void when_the_model_takes_clips_then_it_gets_a_copy_and_all_else_stays() {
            var source =
                    videos.made(
                            Map.of(
                                    "model", OwnVideos.OMNI,
                                    "prompt", "a fox",
                                    "seconds", "6",
                                    "size", "1080x1920",
                                    "audio", true,
                                    "quality", "pro"));
            videos.complete(source);

            var answer = remix(source);

            answer.then()
                    .statusCode(200)
                    .body("remixed_from_video_id", equalTo(source))
                    .body("model", equalTo(OwnVideos.OMNI))
                    .body("prompt", equalTo("the same at night"))
                    .body("seconds", equalTo("6"))
                    .body("size", equalTo("1080x1920"))
                    .body("audio", equalTo(true))
                    .body("mode", equalTo("video"))
                    .body("billing.held", equalTo("162"));
            var id = answer.<String>path("id");
            var spec = OwnVideos.heard(id);
            assertThat(spec.quality()).isEqualTo("pro");
            assertThat(spec.inputs())
                    .containsExactly(
                            new JobSpec.Input(
                                    JobSpec.Role.VIDEO, input(tenant, id, "video"), "video/mp4"));
            assertThat(store.head(input(tenant, id, "video"))).isPresent();
            tenant.video(id).then().body("remixed_from_video_id", equalTo(source));
        }

        @Test
        void when_the_model_takes_pictures_only_then_the_worker_is_to_take_one_from_the_clip() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");

            var answer = remix(source);

            answer.then().statusCode(200).body("mode", equalTo("image"));
            var id = answer.<String>path("id");
            var spec = OwnVideos.heard(id);
            assertThat(spec.awaitsInputs()).isTrue();
            assertThat(spec.inputs())
                    .containsExactly(
                            new JobSpec.Input(
                                    JobSpec.Role.FIRST_FRAME,
                                    input(tenant, id, "first_frame"),
                                    "video/mp4"));
        }

        @Test
        void when_the_model_takes_neither_then_that_is_said_and_nothing_is_held() {
            var source = videos.completed("klingai/kling-v3.0-t2v", "5", "1280x720");
            var held = heldByTestKey();
            remix(source)
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("video_id"))
                    .body("error.message", containsString("does not do 'video'"));
            assertThat(heldByTestKey()).isEqualTo(held);
        }

        @Test
        void when_it_comes_as_a_form_then_it_is_understood() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            TestTenant.as(tenant.testKey())
                    .multiPart("prompt", "the same at night")
                    .post("/v1/videos/" + source + "/remix")
                    .then()
                    .statusCode(200)
                    .body("remixed_from_video_id", equalTo(source));
        }

        @Test
        void when_it_is_sent_twice_under_a_key_then_there_is_one() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            var first = remixUnder("a key", source, "by night");
            var again = remixUnder("a key", source, "by night");
            assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
            again.then().statusCode(200).header("Idempotency-Replayed", "true");
            remixUnder("a key", source, "by day").then().statusCode(422);
        }

        private Response remixUnder(String key, String source, String prompt) {
            return TestTenant.as(tenant.testKey())
                    .header("Idempotency-Key", key)
                    .contentType("application/json")
                    .body(Map.of("prompt", prompt))
                    .post("/v1/videos/" + source + "/remix");
        }

        @Test
        void when_its_prompt_is_missing_or_more_is_said_then_that_is_refused() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            videos.post("/" + source + "/remix", Map.of())
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("missing_required_parameter"))
                    .body("error.param", equalTo("prompt"));
            videos.post("/" + source + "/remix", Map.of("prompt", "x", "seconds", "8"))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("unknown_parameter"));
        }
    }

    @Nested
    class GivenASourceThatIsNotThere {
        @Test
        void when_it_is_unknown_or_another_tenants_then_it_is_not_found() {
            var foreign = new OwnVideos(store, TestTenant.rich()).made(MODEL_ONLY);
            remix(foreign).then().statusCode(404);
            remix("video_00000000000070008000000000000000").then().statusCode(404);
            remix("x").then().statusCode(404);
            extend(foreign, "4").then().statusCode(404);
        }

        private static final Map<String, String> MODEL_ONLY =
                Map.of("model", TestTenant.MODEL, "prompt", "a fox");

        @Test
        void when_it_is_not_completed_then_that_is_said() {
            var source = videos.made(MODEL_ONLY);
            remix(source).then().statusCode(400).body("error.code", equalTo("video_not_ready"));
            extend(source, 4).then().statusCode(400).body("error.code", equalTo("video_not_ready"));
        }

        @Test
        void when_its_files_are_past_their_time_then_they_are_gone() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            set(source, "expires_at = now()");
            remix(source).then().statusCode(410).body("error.code", equalTo("video_expired"));
            extend(source, "4").then().statusCode(410);
        }
    }

    @Nested
    class GivenAnExtension {
        @Test
        void when_it_is_accepted_then_both_parts_are_shown_and_the_new_one_is_held() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");

            var answer = extend(source, "8");

            answer.then()
                    .statusCode(200)
                    .body("seconds", equalTo("12"))
                    .body("duration", equalTo(12))
                    .body("size", equalTo("1280x720"))
                    .body("mode", equalTo("extension"))
                    .body("remixed_from_video_id", equalTo(null))
                    .body("billing.held", equalTo("1.6"));
            var id = answer.<String>path("id");
            var spec = OwnVideos.heard(id);
            assertThat(spec.mode()).isEqualTo(Mode.EXTENSION);
            assertThat(spec.seconds()).isEqualTo(8);
            assertThat(spec.inputs())
                    .containsExactly(
                            new JobSpec.Input(
                                    JobSpec.Role.VIDEO, input(tenant, id, "video"), "video/mp4"));
        }

        @Test
        void when_it_is_extended_or_remixed_itself_then_its_whole_length_counts() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            var extended = extend(source, 8).<String>path("id");
            videos.complete(extended);
            extend(extended, "4").then().statusCode(200).body("seconds", equalTo("16"));
            remix(extended).then().statusCode(200).body("seconds", equalTo("12"));
        }

        @Test
        void when_it_comes_as_a_form_then_it_is_understood() {
            var source = videos.completed("sora-2-2025-12-08", "4", "720x1280");
            TestTenant.as(tenant.testKey())
                    .multiPart("prompt", "it flies on")
                    .multiPart("seconds", "20")
                    .multiPart("video[id]", source)
                    .post("/v1/videos/extensions")
                    .then()
                    .statusCode(200)
                    .body("model", equalTo("sora-2-2025-12-08"))
                    .body("seconds", equalTo("24"));
        }

        @Test
        void when_it_would_be_too_long_or_once_too_often_then_that_is_said() {
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            set(source, "extensions = 5, continued_seconds = 100");
            extend(source, "17")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("seconds"))
                    .body("error.message", containsString("at most 120"));
            extend(source, "16").then().statusCode(200).body("seconds", equalTo("120"));
            set(source, "extensions = 6, continued_seconds = 6");
            extend(source, "4")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("video"))
                    .body("error.message", containsString("6 times"));
        }

        @Test
        void when_it_would_be_longer_than_the_plan_allows_then_it_is_refused() {
            tenant = TestTenant.create("pro", "100");
            videos = new OwnVideos(store, tenant);
            var source = videos.completed(TestTenant.MODEL, "8", "1280x720");
            extend(source, "8").then().statusCode(403).body("error.param", equalTo("model"));
            extend(source, "7").then().statusCode(200);
        }

        @Test
        void when_the_model_cannot_or_not_so_long_then_that_is_said() {
            extend(videos.completed(OwnVideos.OMNI, "3", "1280x720"), "4")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("video"))
                    .body("error.message", containsString("does not do 'extension'"));
            extend(videos.completed("sora-2", "4", "1280x720"), "5")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("seconds"))
                    .body("error.code", equalTo("invalid_value"));
        }

        @Test
        void when_no_video_of_ones_own_or_no_length_is_named_then_that_is_said() {
            var body = new HashMap<String, Object>(Map.of("prompt", "x", "seconds", "4"));
            videos.post("/extensions", body).then().statusCode(400);
            body.put("video", "https://example.com/a.mp4");
            videos.post("/extensions", body)
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("video"))
                    .body("error.message", containsString("video of yours"));
            var source = videos.completed(TestTenant.MODEL, "4", "1280x720");
            videos.post("/extensions", Map.of("prompt", "x", "video", Map.of("id", source)))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("missing_required_parameter"))
                    .body("error.param", equalTo("seconds"));
        }
    }

    private String heldByTestKey() {
        return TestTenant.as(tenant.testKey()).get("/v1/credits").path("held");
    }
}
