package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.upload.Uploads;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UploadTest {
    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    @Inject Uploads uploads;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private Response upload(TestTenant owner, byte[] file) {
        return owner.live().multiPart("file", "a.bin", file).post("/v1/uploads");
    }

    private String uploaded(byte[] file) {
        return upload(tenant, file)
                .then()
                .statusCode(200)
                .body("id", matchesPattern("upl_[0-9a-f]{32}"))
                .extract()
                .path("id");
    }

    private Response submit(TestTenant owner, String upload) {
        return owner.submit(
                Map.of(
                        "model",
                        TestTenant.MODEL,
                        "prompt",
                        "a kite",
                        "input_reference",
                        Map.of("file_id", upload)));
    }

    @Test
    void when_an_image_was_uploaded_then_jobs_can_use_it() {
        var picture = Pictures.noise(600);
        var id = uploaded(picture);
        var video = submit(tenant, id).then().statusCode(200).extract().<String>path("id");
        try (var topic = new JobsTopic()) {
            var input = topic.awaitRequest(video).spec().inputs().getFirst();
            assertThat(input.key()).startsWith("uploads/" + tenant.id() + "/");
            assertThat(input.contentType()).isEqualTo("image/png");
            assertThat(store.head(input.key()).orElseThrow().length()).isEqualTo(picture.length);
        }
        tenant.submit(
                        Map.of(
                                "model",
                                TestTenant.MODEL,
                                "prompt",
                                "a kite",
                                "input_reference",
                                id,
                                "last_frame",
                                id))
                .then()
                .statusCode(200)
                .body("mode", equalTo("frames"));
    }

    @Test
    void when_the_same_bytes_come_again_then_they_are_one_upload() {
        assertThat(uploaded(Pictures.png())).isEqualTo(uploaded(Pictures.png()));
        assertThat(store.list("uploads/" + tenant.id())).hasSize(1);
    }

    @Test
    void when_it_is_anothers_then_it_is_unknown() {
        var id = uploaded(Pictures.png());
        var other = TestTenant.rich();
        submit(other, id)
                .then()
                .statusCode(400)
                .body("error.message", containsString("no upload of yours"));
        other.assertNothingHeld();
        assertThat(upload(other, Pictures.png()).<String>path("id")).isNotEqualTo(id);
    }

    @Test
    void when_it_is_a_video_then_it_is_kept_but_is_no_image() {
        var mp4 = "\0\0\0\u0018ftypisom\0\0\0\0isom".getBytes(StandardCharsets.ISO_8859_1);
        submit(tenant, uploaded(mp4))
                .then()
                .statusCode(400)
                .body("error.message", containsString("video"));
    }

    @Test
    void when_it_has_expired_then_it_is_unknown_and_its_object_goes() {
        var id = uploaded(Pictures.jpeg());
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update upload set expires_at = now() - interval '1 second'"
                                        + " where tenant_id = ?::uuid",
                                tenant.id()));
        submit(tenant, id).then().statusCode(400);
        while (uploads.removeExpired() > 0) {}
        assertThat(Rows.of(jdbi, store, tenant)).isEqualTo(Rows.NONE);
    }

    @Test
    void when_a_job_uses_it_then_it_lives_as_long_as_the_job_may() {
        var id = uploaded(Pictures.png());
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update upload set expires_at = now() + interval '1 minute'"
                                        + " where tenant_id = ?::uuid",
                                tenant.id()));
        submit(tenant, id).then().statusCode(200);
        var lives =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                "select expires_at > now() + interval '1 hour'"
                                                        + " from upload where tenant_id = ?::uuid")
                                        .bind(0, tenant.id())
                                        .mapTo(Boolean.class)
                                        .one());
        assertThat(lives).isTrue();
    }

    @Test
    void when_there_is_no_file_part_then_that_is_said() {
        tenant.live()
                .multiPart("file", "text")
                .post("/v1/uploads")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("file"));
        tenant.live()
                .multiPart("other", "a.png", Pictures.png())
                .post("/v1/uploads")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("unknown_parameter"));
    }
}
