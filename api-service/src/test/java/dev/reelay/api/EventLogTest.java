package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EventLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject Jdbi jdbi;
    private final Worker worker = new Worker();
    private TestTenant tenant;
    private String video;

    @BeforeEach
    void submit() {
        tenant = TestTenant.rich();
        video =
                tenant.submit(Map.of("model", TestTenant.MODEL, "prompt", "a most secret kite"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("id");
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private List<String> column(String name) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select <name>::text from event where job_id = :job"
                                                + " order by position")
                                .define("name", name)
                                .bind("job", Ids.job(video).value())
                                .mapTo(String.class)
                                .list());
    }

    private void awaitEvents(String... types) {
        Awaitility.await().untilAsserted(() -> assertThat(column("type")).containsExactly(types));
    }

    /// Until it is seen: of reports that are read together only the newest is taken.
    private void inProgress() {
        worker.inProgress(tenant, video, 2, 10);
        awaitVideo(video, "status", "in_progress");
    }

    private void awaitVideo(String id, String field, Object value) {
        Awaitility.await().until(() -> tenant.video(id).path(field), value::equals);
    }

    private JsonNode lastBody() throws Exception {
        return JSON.readTree(column("body").getLast());
    }

    private static Output clip(int index) {
        return new Output(
                index, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);
    }

    /// The event is told when the credits are held, a moment after the job was made.
    private long accepted() {
        return tenant.video(video).<Integer>path("created_at");
    }

    @Nested
    class GivenAnAcceptedJob {
        @Test
        void when_it_is_queued_then_that_is_its_first_event() throws Exception {
            awaitEvents("video.queued");
            var body = lastBody();
            assertThat(body.path("id").asText()).matches("evt_[0-9a-f]{32}");
            assertThat(body.path("created_at").asLong()).isBetween(accepted(), accepted() + 60);
            assertThat(body)
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"id":"%s","object":"event","type":"video.queued",
                                     "created_at":%d,
                                     "data":{"id":"%s","object":"video","status":"queued",
                                             "model":"reelay/storyboard-1"}}
                                    """
                                            .formatted(
                                                    body.path("id").asText(),
                                                    body.path("created_at").asInt(),
                                                    video)));
        }

        @Test
        void when_only_its_progress_changes_then_that_is_no_event() {
            inProgress();
            worker.inProgress(tenant, video, 3, 50);
            awaitVideo(video, "progress", 50);
            worker.completed(tenant, video, clip(0));
            awaitEvents("video.queued", "video.in_progress", "video.completed");
        }

        @Test
        void when_the_same_end_is_told_twice_then_it_is_one_event() {
            worker.completed(tenant, video, clip(0));
            worker.completed(tenant, video, clip(0));
            var other = tenant.job();
            worker.inProgress(tenant, other, 2, 1);
            awaitVideo(other, "status", "in_progress");
            awaitEvents("video.queued", "video.completed");
        }

        @Test
        void when_it_is_completed_then_the_event_says_what_was_delivered() throws Exception {
            worker.completed(tenant, video, clip(0));
            awaitEvents("video.queued", "video.completed");
            assertThat(lastBody().path("data"))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"id":"%s","object":"video","status":"completed",
                                     "model":"reelay/storyboard-1",
                                     "usage":{"outputs":1,"seconds":4}}
                                    """
                                            .formatted(video)));
        }

        @ParameterizedTest
        @CsvSource({
            "FAILED, CONTENT_POLICY, video.failed, moderation_blocked",
            "EXPIRED, TIMEOUT, video.expired, timeout",
            "CANCELLED, CANCELLED, video.cancelled, cancelled"
        })
        void when_it_ends_without_a_clip_then_the_event_has_the_error_that_a_poll_shows(
                Status status, Reason reason, String type, String code) throws Exception {
            worker.ended(tenant, video, status, new Failure(reason, "It was not to be."));
            awaitEvents("video.queued", type);
            assertThat(lastBody().path("data"))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"id":"%s","object":"video","status":"failed",
                                     "model":"reelay/storyboard-1",
                                     "error":{"code":"%s","message":"It was not to be."}}
                                    """
                                            .formatted(video, code)));
        }

        @Test
        void when_events_are_written_then_none_holds_the_prompt() {
            inProgress();
            worker.completed(tenant, video, clip(0));
            awaitEvents("video.queued", "video.in_progress", "video.completed");
            assertThat(column("body")).noneMatch(body -> body.contains("secret"));
        }
    }

    @Nested
    class GivenARefusedSubmission {
        @Test
        void when_nothing_is_accepted_then_there_is_no_event() {
            var poor = TestTenant.create("ultra", "0");
            poor.submit(Map.of("model", TestTenant.MODEL, "prompt", "x")).then().statusCode(429);
            var events =
                    jdbi.withHandle(
                            handle ->
                                    handle.createQuery(
                                                    "select count(*) from event where tenant_id ="
                                                            + " :tenant::uuid")
                                            .bind("tenant", poor.id())
                                            .mapTo(Integer.class)
                                            .one());
            assertThat(events).isZero();
        }
    }

    @Nested
    class GivenAnEvent {
        @Test
        void when_somebody_changes_it_then_the_database_refuses() {
            assertThatThrownBy(
                            () ->
                                    jdbi.useHandle(
                                            handle ->
                                                    handle.execute(
                                                            "update event set body = '{}' where"
                                                                    + " job_id = ?",
                                                            Ids.job(video).value())))
                    .hasMessageContaining("an event is immutable");
        }

        @Test
        void when_a_job_would_end_twice_then_the_database_refuses() {
            worker.completed(tenant, video, clip(0));
            awaitEvents("video.queued", "video.completed");
            assertThatThrownBy(
                            () ->
                                    jdbi.useHandle(
                                            handle ->
                                                    handle.execute(
                                                            """
                                                            insert into event (id, tenant_id,
                                                                job_id, type, body, created_at)
                                                            select gen_random_uuid(), tenant_id, id,
                                                                'video.failed', '{}', now()
                                                              from job where id = ?
                                                            """,
                                                            Ids.job(video).value())))
                    .hasMessageContaining("event_one_end");
        }
    }
}
