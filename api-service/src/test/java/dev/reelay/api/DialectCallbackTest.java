package dev.reelay.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.TenantEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is posted to the address of a job that came in another API than the native one: that API's
/// own message, whole.
@QuarkusTest
class DialectCallbackTest {
    private static final String URL = "https://hooks.example.com/video";
    private static final Output CLIP =
            new Output(0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 8000, true, null, null);

    @Inject Jdbi jdbi;
    private final Worker worker = new Worker();
    private final DeliveriesTopic topic = new DeliveriesTopic();
    private final Map<String, Object> values = new HashMap<>();
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @AfterEach
    void close() {
        topic.close();
        worker.close();
    }

    /// The id that the API gives; the native one is then the newest job's.
    private String submit(String path, int status, String member, Map<String, ?> body) {
        return Golden.test(tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(status)
                .extract()
                .path(member);
    }

    private String openRouter() {
        var id =
                submit(
                        "/openrouter/api/v1/videos",
                        202,
                        "id",
                        Map.of(
                                "model", "google/veo-3.1",
                                "prompt", "A serene mountain landscape at sunset",
                                "duration", 8,
                                "resolution", "720p",
                                "callback_url", URL));
        var video = Golden.newestJob(jdbi, tenant);
        Golden.setTimes(jdbi, video, "2026-06-01T08:00:00Z", null);
        values.put("id", id);
        values.put("generation", "gen-1780300800-" + video.substring(video.length() - 6));
        return video;
    }

    private TenantEvent.Callback asked(String video) {
        var asked = requireNonNull(topic.await(video, 1).getFirst().callback());
        assertThat(asked.url()).hasToString(URL);
        return asked;
    }

    private static String body(TenantEvent.Callback asked) {
        return requireNonNull(asked.body());
    }

    private void assertOpenRouterMessage(TenantEvent.Callback asked, String expected) {
        var at = "\"created_at\":\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)\"";
        assertThat(body(asked)).containsPattern(at);
        Golden.assertJson(body(asked).replaceFirst(at, "\"created_at\":\"now\""), values, expected);
    }

    @Test
    void when_an_openrouter_job_is_completed_then_its_message_has_urls_and_usage() {
        var video = openRouter();
        worker.completed(tenant, video, CLIP);
        var asked = asked(video);
        assertThat(asked.openRouterKey()).isEqualTo(values.get("id") + "-completed");
        assertOpenRouterMessage(
                asked,
                """
                {"type": "video.generation.completed", "created_at": "now",
                 "data": {"id": "<id>", "status": "completed", "generation_id": "<generation>",
                   "model": "google/veo-3.1",
                   "unsigned_urls":
                     ["http://localhost:8081/api/v1/videos/<id>/content?index=0"],
                   "usage": {"cost": 3.2, "is_byok": false}}}
                """);
    }

    @Test
    void when_an_openrouter_job_fails_then_its_message_says_why() {
        var video = openRouter();
        worker.ended(
                tenant,
                video,
                Status.FAILED,
                new Failure(Reason.CONTENT_POLICY, "Content policy violation"));
        var asked = asked(video);
        assertThat(asked.openRouterKey()).isEqualTo(values.get("id") + "-failed");
        assertOpenRouterMessage(
                asked,
                """
                {"type": "video.generation.failed", "created_at": "now",
                 "data": {"id": "<id>", "status": "failed", "generation_id": "<generation>",
                   "model": "google/veo-3.1", "error": "Content policy violation"}}
                """);
    }

    @Test
    void when_a_newapi_job_ends_then_what_a_poll_shows_is_posted() {
        var id =
                submit(
                        "/newapi/v1/video/generations",
                        201,
                        "task_id",
                        Map.of(
                                "model", "kling-v1",
                                "prompt", "a kite",
                                "metadata", Map.of("callback_url", URL)));
        var video = Golden.newestJob(jdbi, tenant);
        worker.ended(tenant, video, Status.FAILED, new Failure(Reason.PROVIDER_ERROR, "no output"));
        var asked = asked(video);
        assertThat(asked.openRouterKey()).isEqualTo(id + "-failed");
        var poll = Golden.test(tenant).get("/v1/video/generations/" + id).asString();
        assertThat(poll).contains("\"status\":\"failed\"", "no output");
        Golden.assertJson(body(asked), Map.of(), poll);
    }
}
