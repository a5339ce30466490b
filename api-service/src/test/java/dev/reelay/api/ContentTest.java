package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ContentTest {
    private static final byte[] BYTES = bytes(300_001);

    @Inject ObjectStore store;
    private final Worker worker = new Worker();
    private TestTenant tenant;
    private String video;

    @BeforeEach
    void submit() {
        tenant = TestTenant.rich();
        video =
                tenant.submit(Map.of("model", TestTenant.MODEL, "prompt", "a kite", "n", 2))
                        .path("id");
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private String content() {
        return "/v1/videos/" + video + "/content";
    }

    private void await(String status) {
        Awaitility.await().until(() -> tenant.video(video).path("status"), status::equals);
    }

    @Nested
    class GivenACompletedVideo {
        private Output clip;

        @BeforeEach
        void complete() {
            clip = Clip.store(store, tenant, video, 0, BYTES);
            var second = Clip.store(store, tenant, video, 1, "the second".getBytes());
            worker.completed(tenant, video, clip, second);
            await("completed");
        }

        @Test
        void when_all_is_asked_then_all_comes() {
            var answer = tenant.live().accept("application/binary").get(content());
            answer.then()
                    .statusCode(200)
                    .contentType("video/mp4")
                    .header("Content-Length", String.valueOf(BYTES.length))
                    .header("Accept-Ranges", "bytes")
                    .header("ETag", '"' + clip.sha256() + '"');
            assertThat(answer.asByteArray()).isEqualTo(BYTES);
        }

        @Test
        void when_only_the_head_is_asked_then_no_bytes_come() {
            var answer = tenant.live().head(content());
            answer.then()
                    .statusCode(200)
                    .contentType("video/mp4")
                    .header("Content-Length", String.valueOf(BYTES.length))
                    .header("ETag", '"' + clip.sha256() + '"');
            assertThat(answer.asByteArray()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "bytes=0-0, 0, 1",
            "bytes=0-99, 0, 100",
            "bytes=100-299, 100, 300",
            "bytes=300000-, 300000, 300001",
            "bytes=-1, 300000, 300001",
            "bytes=-999999, 0, 300001",
            "bytes=5-9999999, 5, 300001"
        })
        void when_a_range_is_asked_then_that_comes(String range, int from, int to) {
            var answer = tenant.live().header("Range", range).get(content());
            answer.then()
                    .statusCode(206)
                    .header("Content-Length", String.valueOf(to - from))
                    .header(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, to - 1, BYTES.length));
            assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(BYTES, from, to));
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=300001-", "bytes=999999-9999999", "bytes=-0"})
        void when_the_range_lies_outside_then_the_size_is_told(String range) {
            tenant.live()
                    .header("Range", range)
                    .get(content())
                    .then()
                    .statusCode(416)
                    .header("Content-Range", "bytes */300001");
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=9-5", "nonsense", "bytes=-"})
        void when_the_range_is_no_single_range_then_all_comes(String range) {
            tenant.live()
                    .header("Range", range)
                    .get(content())
                    .then()
                    .statusCode(200)
                    .header("Content-Length", String.valueOf(BYTES.length));
        }

        @Test
        void when_it_has_not_changed_then_only_that_is_told() {
            tenant.live()
                    .header("If-None-Match", '"' + clip.sha256() + '"')
                    .get(content())
                    .then()
                    .statusCode(304);
            tenant.live()
                    .header("If-Range", "\"another\"")
                    .header("Range", "bytes=0-9")
                    .get(content())
                    .then()
                    .statusCode(200);
        }

        @Test
        void when_the_thumbnail_is_asked_then_it_comes() {
            var answer = tenant.get(content() + "?variant=thumbnail");
            answer.then().statusCode(200).contentType("image/webp");
            assertThat(answer.asString()).isEqualTo("a thumbnail");
            tenant.live()
                    .head(content() + "?variant=thumbnail")
                    .then()
                    .statusCode(200)
                    .header("Content-Length", "11");
        }

        @Test
        void when_the_spritesheet_is_asked_then_it_comes_as_a_jpeg() {
            var sheet = content() + "?variant=spritesheet";
            var answer = tenant.live().accept("application/binary").get(sheet);
            answer.then().statusCode(200).contentType("image/jpeg");
            assertThat(answer.asString()).isEqualTo("a spritesheet");
            tenant.live()
                    .header("If-None-Match", answer.header("ETag"))
                    .get(sheet)
                    .then()
                    .statusCode(304);
        }

        @Test
        void when_the_second_output_is_asked_then_it_comes() {
            assertThat(tenant.get(content() + "?index=1").asString()).isEqualTo("the second");
            tenant.get(content() + "?index=2").then().statusCode(404);
            tenant.get(content() + "?index=x").then().statusCode(400);
            tenant.get(content() + "?index=-1").then().statusCode(400);
        }

        @Test
        void when_another_variant_is_asked_then_the_known_ones_are_named() {
            tenant.get(content() + "?variant=poster")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("variant"))
                    .body("error.message", containsString("video, thumbnail, spritesheet"));
        }

        @Test
        void when_another_tenant_asks_then_it_is_as_if_there_were_no_such_video() {
            var other = TestTenant.rich();
            var foreign = other.get(content());
            var unknown = other.get("/v1/videos/video_00000000000070008000000000000000/content");
            foreign.then().statusCode(404);
            assertThat(foreign.asString()).isEqualTo(unknown.asString());
        }

        @Test
        void when_the_object_is_lost_then_it_is_gone_and_no_server_error() {
            store.delete(java.util.List.of(clip.key()));
            tenant.get(content()).then().statusCode(410);
        }
    }

    @Test
    void when_it_is_not_completed_then_it_is_not_ready() {
        tenant.get(content()).then().statusCode(400).body("error.code", equalTo("video_not_ready"));
        tenant.live().head(content()).then().statusCode(400);
    }

    @Test
    void when_it_failed_then_there_is_no_content() {
        worker.ended(tenant, video, Status.FAILED, new Failure(Reason.PROVIDER_ERROR, "broken"));
        await("failed");
        tenant.get(content()).then().statusCode(404);
    }

    @Test
    void when_no_sheet_could_be_made_then_there_is_none() {
        var clip =
                new Output(
                        0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);
        worker.completed(tenant, video, clip);
        await("completed");
        tenant.get(content() + "?variant=spritesheet").then().statusCode(404);
    }
}
