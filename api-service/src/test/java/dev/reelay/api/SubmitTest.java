package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubmitTest {
    @Inject ObjectStore store;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @Nested
    class GivenJson {
        @Test
        void when_only_a_prompt_is_said_then_the_dialects_defaults_are_made() {
            tenant.submit(Map.of("model", TestTenant.MODEL, "prompt", "a kite"))
                    .then()
                    .statusCode(200)
                    .header("Request-Id", matchesPattern("req_[0-9a-f]{32}"))
                    .header("openai-poll-after-ms", "1000")
                    .body("id", matchesPattern("video_[0-9a-f]{32}"))
                    .body("object", equalTo("video"))
                    .body("model", equalTo(TestTenant.MODEL))
                    .body("status", equalTo("queued"))
                    .body("progress", equalTo(0))
                    .body("created_at", notNullValue())
                    .body("containsKey('completed_at')", equalTo(true))
                    .body("completed_at", nullValue())
                    .body("containsKey('expires_at')", equalTo(true))
                    .body("expires_at", nullValue())
                    .body("prompt", equalTo("a kite"))
                    .body("size", equalTo("720x1280"))
                    .body("seconds", equalTo("4"))
                    .body("containsKey('remixed_from_video_id')", equalTo(true))
                    .body("containsKey('error')", equalTo(true))
                    .body("error", nullValue())
                    .body("resolution", equalTo("720p"))
                    .body("aspect_ratio", equalTo("9:16"))
                    .body("duration", equalTo(4))
                    .body("n", equalTo(1))
                    .body("audio", equalTo(false))
                    .body("mode", equalTo("text"))
                    .body("progress_kind", equalTo("indeterminate"))
                    .body("queue", nullValue())
                    .body("expected_seconds", equalTo(6))
                    .body("billing.state", equalTo("held"))
                    .body("billing.held", equalTo("0.8"))
                    .body("billing.captured", equalTo("0"))
                    .body("links.self", containsString("/v1/videos/video_"))
                    .body("links.cancel", endsWith("/cancel"))
                    .body("links.content", equalTo(List.of()));
            assertThat(tenant.held()).isEqualTo("0.8");
        }

        @Test
        void when_all_is_said_then_the_worker_hears_all_of_it() {
            var body = new HashMap<String, Object>();
            body.put("model", TestTenant.MODEL);
            body.put("prompt", "a kite 😀");
            body.put("seconds", "5");
            body.put("duration", 5);
            body.put("resolution", "480p");
            body.put("aspect_ratio", "1:1");
            body.put("audio", true);
            body.put("negative_prompt", "rain");
            body.put("seed", 7);
            body.put("fps", 30);
            body.put("n", 2);
            body.put("max_cost", "100");
            body.put("provider_options", Map.of("cfg_scale", 0.5));
            body.put("metadata", Map.of("order", "42"));
            body.put("user", "somebody");
            body.put("callback_url", "HTTPS://Hooks.Example.COM./video?order=42");
            var answer =
                    tenant.live()
                            .header(
                                    "traceparent",
                                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                            .contentType(ContentType.JSON)
                            .body(body)
                            .post("/v1/videos");
            answer.then()
                    .statusCode(200)
                    .body("size", equalTo("480x480"))
                    .body("metadata.order", equalTo("42"))
                    .body("n", equalTo(2));
            try (var topic = new JobsTopic()) {
                var spec = topic.awaitRequest(answer.path("id")).spec();
                assertThat(spec.tenant()).hasToString(tenant.id());
                assertThat(spec.prompt()).isEqualTo("a kite 😀");
                assertThat(spec.mode()).isEqualTo(Mode.TEXT);
                assertThat(spec.negativePrompt()).isEqualTo("rain");
                assertThat(spec.seconds()).isEqualTo(5);
                assertThat(spec.width()).isEqualTo(480);
                assertThat(spec.resolution()).isEqualTo("480p");
                assertThat(spec.aspectRatio()).isEqualTo("1:1");
                assertThat(spec.audio()).isTrue();
                assertThat(spec.seed()).isEqualTo(7);
                assertThat(spec.fps()).isEqualTo(30);
                assertThat(spec.outputs()).isEqualTo(2);
                assertThat(spec.test()).isFalse();
                assertThat(spec.providerOptions()).hasToString("{\"cfg_scale\":0.5}");
                assertThat(spec.weight()).isEqualTo(16);
                assertThat(spec.jobsAtOnce()).isEqualTo(200);
                assertThat(Duration.between(spec.createdAt(), spec.deadline()))
                        .isEqualTo(Duration.ofMinutes(10));
                assertThat(spec.traceparent())
                        .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
                assertThat(spec.callbackUrl())
                        .hasToString("https://hooks.example.com/video?order=42");
            }
        }

        @Test
        void when_frames_are_data_urls_then_they_are_in_the_store_before_the_answer() {
            var large = Pictures.noise(700);
            var answer =
                    tenant.submit(
                            Map.of(
                                    "model",
                                    TestTenant.MODEL,
                                    "prompt",
                                    "a kite",
                                    "input_reference",
                                    Map.of("image_url", Pictures.dataUrl(large)),
                                    "last_frame",
                                    Pictures.dataUrl(Pictures.png())));
            answer.then().statusCode(200).body("mode", equalTo("frames"));
            try (var topic = new JobsTopic()) {
                var inputs = topic.awaitRequest(answer.path("id")).spec().inputs();
                assertThat(inputs)
                        .extracting(JobSpec.Input::role)
                        .containsExactly(JobSpec.Role.FIRST_FRAME, JobSpec.Role.LAST_FRAME);
                var first = inputs.getFirst();
                assertThat(first.contentType()).isEqualTo("image/png");
                assertThat(first.key())
                        .startsWith(
                                "inputs/" + tenant.id() + "/" + Ids.job(answer.path("id")) + "/");
                assertThat(store.head(first.key()).orElseThrow().length()).isEqualTo(large.length);
            }
        }

        @Test
        void when_frames_are_web_addresses_then_the_worker_is_told_them_and_where_to_put_them() {
            var answer =
                    tenant.submit(
                            Map.of(
                                    "model",
                                    TestTenant.MODEL,
                                    "prompt",
                                    "a kite",
                                    "input_reference",
                                    Map.of("image_url", "HTTPS://Cdn.Example.com/a.png?sig=x"),
                                    "last_frame",
                                    "https://cdn.example.com:8443/b.png"));
            answer.then().statusCode(200).body("mode", equalTo("frames"));
            var prefix = "inputs/" + tenant.id() + "/" + Ids.job(answer.path("id")) + "/";
            try (var topic = new JobsTopic()) {
                assertThat(topic.awaitRequest(answer.path("id")).spec().inputs())
                        .containsExactly(
                                new JobSpec.Input(
                                        JobSpec.Role.FIRST_FRAME,
                                        prefix + "0_first_frame",
                                        null,
                                        URI.create("https://cdn.example.com/a.png?sig=x")),
                                new JobSpec.Input(
                                        JobSpec.Role.LAST_FRAME,
                                        prefix + "1_last_frame",
                                        null,
                                        URI.create("https://cdn.example.com:8443/b.png")));
            }
            assertThat(store.list(prefix)).isEmpty();
        }

        @Test
        void when_it_costs_more_than_allowed_then_nothing_is_held() {
            tenant.submit(Map.of("model", TestTenant.MODEL, "prompt", "x", "max_cost", "0.5"))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("max_cost"))
                    .body("error.message", containsString("0.8"));
            tenant.assertNothingHeld();
        }
    }

    @Nested
    class GivenAForm {
        @Test
        void when_there_are_only_text_parts_then_it_is_accepted() {
            tenant.live()
                    .multiPart(text("model", TestTenant.MODEL))
                    .multiPart(text("prompt", "a kite"))
                    .multiPart(text("seconds", "8"))
                    .multiPart(text("size", "1280x720"))
                    .multiPart(text("audio", "true"))
                    .multiPart(text("n", "2"))
                    .multiPart(text("provider_options[cfg]", "0.5"))
                    .post("/v1/videos")
                    .then()
                    .statusCode(200)
                    .body("seconds", equalTo("8"))
                    .body("audio", equalTo(true))
                    .body("n", equalTo(2))
                    .body("aspect_ratio", equalTo("16:9"));
        }

        @Test
        void when_a_file_has_neither_name_nor_type_then_its_bytes_tell() {
            tenant.live()
                    .multiPart(text("model", TestTenant.MODEL))
                    .multiPart(text("prompt", "a kite"))
                    .multiPart(
                            new MultiPartSpecBuilder(Pictures.jpeg())
                                    .controlName("input_reference")
                                    .fileName("upload")
                                    .mimeType("application/octet-stream")
                                    .build())
                    .post("/v1/videos")
                    .then()
                    .statusCode(200)
                    .body("mode", equalTo("image"));
        }

        @Test
        void when_a_data_url_is_a_bracketed_part_then_it_is_the_first_frame() {
            tenant.live()
                    .multiPart(text("model", TestTenant.MODEL))
                    .multiPart(text("prompt", "a kite"))
                    .multiPart(
                            text(
                                    "input_reference[image_url]",
                                    Pictures.dataUrl(Pictures.noise(500))))
                    .post("/v1/videos")
                    .then()
                    .statusCode(200)
                    .body("mode", equalTo("image"));
        }

        private static io.restassured.specification.MultiPartSpecification text(
                String name, String value) {
            return new MultiPartSpecBuilder(value)
                    .controlName(name)
                    .mimeType("text/plain")
                    .charset("utf-8")
                    .emptyFileName()
                    .build();
        }
    }

    @Test
    void when_a_test_key_is_used_then_test_credits_are_held() {
        TestTenant.as(tenant.testKey())
                .contentType(ContentType.JSON)
                .body(Map.of("model", TestTenant.MODEL, "prompt", "a kite"))
                .post("/v1/videos")
                .then()
                .statusCode(200);
        tenant.assertNothingHeld();
        TestTenant.as(tenant.testKey())
                .get("/v1/credits")
                .then()
                .body("held", equalTo("0.8"))
                .body("granted", equalTo("10000"));
    }

    @Test
    void when_models_are_listed_then_each_has_openais_members() {
        tenant.get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItems(TestTenant.MODEL, "sora-2", "sora-2-2025-12-08"))
                .body("data.object", everyItem(equalTo("model")))
                .body("data.find { it.id == 'reelay/storyboard-1' }.owned_by", equalTo("reelay"))
                .body("data.find { it.id == 'reelay/storyboard-1' }.created", equalTo(1793491200));
    }

    @Test
    void when_videos_are_listed_then_pages_follow_each_other() {
        var ids = List.of(tenant.job(), tenant.job(), tenant.job());
        tenant.get("/v1/videos?limit=2")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", contains(ids.get(2), ids.get(1)))
                .body("first_id", equalTo(ids.get(2)))
                .body("last_id", equalTo(ids.get(1)))
                .body("has_more", equalTo(true));
        tenant.get("/v1/videos?limit=2&after=" + ids.get(1))
                .then()
                .body("data.id", contains(ids.get(0)))
                .body("has_more", equalTo(false));
        tenant.get("/v1/videos?order=asc").then().body("data.id", contains(ids.toArray()));
        tenant.get("/v1/videos?limit=0")
                .then()
                .body("data", equalTo(List.of()))
                .body("first_id", nullValue())
                .body("has_more", equalTo(true));
    }
}
