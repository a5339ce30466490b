package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.report.ApplyReports;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.Topics;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class JobTest {
    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    @Inject ApplyReports reports;
    private final Worker worker = new Worker();
    private TestTenant tenant;
    private String video;

    @BeforeEach
    void submit() {
        tenant = TestTenant.rich();
        video = tenant.job();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Nested
    class GivenReports {
        @Test
        void when_it_runs_then_progress_is_shown_between_1_and_99() {
            worker.inProgress(tenant, video, 2, 0);
            awaitStatus("in_progress");
            tenant.video(video)
                    .then()
                    .body("progress", equalTo(1))
                    .body("progress_kind", equalTo("estimated"))
                    .header("openai-poll-after-ms", "1000");
            worker.inProgress(tenant, video, 3, 100);
            await().untilAsserted(() -> tenant.video(video).then().body("progress", equalTo(99)));
        }

        @Test
        void when_an_older_report_comes_later_then_it_changes_nothing() {
            worker.inProgress(tenant, video, 5, 60);
            await().untilAsserted(() -> tenant.video(video).then().body("progress", equalTo(60)));
            worker.inProgress(tenant, video, 4, 30);
            worker.stored(tenant, video);
            worker.inProgress(tenant, video, 6, 61);
            await().untilAsserted(() -> tenant.video(video).then().body("progress", equalTo(61)));
            assertThat(column("version")).isEqualTo("6");
        }

        @Test
        void when_it_is_completed_then_the_files_are_served_and_the_credits_captured() {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            worker.completed(tenant, video, clip);
            awaitStatus("completed");
            await().untilAsserted(
                            () ->
                                    tenant.video(video)
                                            .then()
                                            .body("billing.state", equalTo("captured")));
            tenant.video(video)
                    .then()
                    .header("openai-poll-after-ms", nullValue())
                    .body("progress", equalTo(100))
                    .body("completed_at", notNullValue())
                    .body(
                            "expires_at",
                            greaterThan(tenant.video(video).<Integer>path("completed_at")))
                    .body("error", nullValue())
                    .body("links.content", hasSize(1))
                    .body("links.cancel", nullValue())
                    .body("billing.held", equalTo("0"))
                    .body("billing.captured", equalTo("0.8"))
                    .body("billing.released", equalTo("0"));
            assertThat(column("announce_at")).isNull();
            tenant.assertNothingHeld();
        }

        @ParameterizedTest
        @CsvSource({
            "FAILED, CONTENT_POLICY, moderation_blocked",
            "FAILED, INVALID_INPUT, invalid_input",
            "FAILED, PROVIDER_ERROR, generation_failed",
            "FAILED, STORAGE_ERROR, generation_failed",
            "FAILED, PROVIDER_UNAVAILABLE, provider_unavailable",
            "EXPIRED, TIMEOUT, timeout",
            "CANCELLED, CANCELLED, cancelled"
        })
        void when_it_ends_without_a_clip_then_it_is_failed_with_a_code_and_costs_nothing(
                Status status, Reason reason, String code) {
            worker.ended(tenant, video, status, new Failure(reason, "It was not to be."));
            awaitStatus("failed");
            tenant.video(video)
                    .then()
                    .body("error.code", equalTo(code))
                    .body("error.message", equalTo("It was not to be."))
                    .body("completed_at", nullValue())
                    .body("expires_at", nullValue())
                    .body("progress", equalTo(35));
            await().untilAsserted(
                            () ->
                                    tenant.video(video)
                                            .then()
                                            .body("billing.state", equalTo("released"))
                                            .body("billing.released", equalTo("0.8")));
        }

        @Test
        void when_it_has_ended_then_no_later_report_changes_that() {
            worker.ended(
                    tenant, video, Status.FAILED, new Failure(Reason.PROVIDER_ERROR, "broken"));
            awaitStatus("failed");
            worker.reports(
                    Worker.report(tenant, video, 99, Status.COMPLETED, 100, List.of(), null));
            var other = tenant.job();
            worker.inProgress(tenant, other, 2, 10);
            await().until(() -> tenant.video(other).path("status"), "in_progress"::equals);
            tenant.video(video).then().body("status", equalTo("failed"));
        }

        @Test
        void when_a_report_names_another_tenant_then_it_changes_nothing() {
            var thief = TestTenant.rich();
            reports.on(List.of(inProgress(thief, 7, 70), inProgress(tenant, 2, 20)));
            tenant.video(video).then().body("progress", equalTo(20));
        }

        private String inProgress(TestTenant said, int version, int progress) {
            return EventJson.write(
                    Worker.report(
                            said, video, version, Status.IN_PROGRESS, progress, List.of(), null));
        }

        @Test
        void when_a_record_is_poison_then_those_after_it_count() {
            worker.says(Topics.VIDEO_EVENTS, "not json");
            worker.says(Topics.VIDEO_EVENTS, "{}");
            worker.says(Topics.VIDEO_EVENTS, "{\"job\":\"x\"}");
            worker.says(
                    Topics.VIDEO_EVENTS,
                    "{\"version\":1,\"progress\":0,\"outputs\":[],\"warnings\":[]}");
            worker.says(Topics.VIDEO_SETTLEMENTS, "[]");
            worker.says(Topics.VIDEO_SETTLEMENTS, "{}");
            worker.inProgress(tenant, video, 2, 33);
            await().untilAsserted(() -> tenant.video(video).then().body("progress", equalTo(33)));
        }
    }

    @Nested
    class GivenAnAnnouncedJob {
        @Test
        void when_nobody_stores_it_then_it_is_announced_again() {
            try (var topic = new JobsTopic()) {
                assertThat(topic.await(video, 2)).allMatch(m -> m instanceof JobMessage.Requested);
            }
        }

        @Test
        void when_it_is_stored_then_the_next_time_is_after_its_deadline() {
            worker.stored(tenant, video);
            await().untilAsserted(
                            () -> assertThat(column("announce_at > deadline")).isEqualTo("true"));
        }

        @Test
        void when_it_has_ended_unsettled_then_it_is_announced_until_billing_tells() {
            worker.stored(tenant, video);
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update job set ended_at = now(), state = 'failed',"
                                            + " announce_at = now() where id = ?",
                                    Ids.job(video).value()));
            try (var topic = new JobsTopic()) {
                topic.await(video, 3);
            }
            worker.reports(Worker.report(tenant, video, 9, Status.FAILED, 0, List.of(), null));
            await().untilAsserted(() -> assertThat(column("announce_at")).isNull());
        }

        @Test
        void when_cancel_is_asked_then_the_worker_hears_it_until_the_job_ends() {
            worker.stored(tenant, video);
            await().until(() -> column("stored_at") != null);
            tenant.live().post("/v1/videos/" + video + "/cancel").then().statusCode(200);
            worker.inProgress(tenant, video, 3, 10);
            try (var topic = new JobsTopic()) {
                var cancels =
                        await().until(
                                        () ->
                                                topic.about(video).stream()
                                                        .filter(
                                                                JobMessage.CancelAsked.class
                                                                        ::isInstance)
                                                        .toList(),
                                        found -> found.size() >= 2);
                assertThat(((JobMessage.CancelAsked) cancels.getFirst()).tenant())
                        .hasToString(tenant.id());
            }
            worker.ended(
                    tenant, video, Status.CANCELLED, new Failure(Reason.CANCELLED, "cancelled"));
            awaitStatus("failed");
            tenant.live()
                    .post("/v1/videos/" + video + "/cancel")
                    .then()
                    .statusCode(200)
                    .body("error.code", equalTo("cancelled"));
        }
    }

    @Nested
    class GivenDeletion {
        @Test
        void when_it_runs_then_it_cannot_be_deleted() {
            tenant.live()
                    .delete("/v1/videos/" + video)
                    .then()
                    .statusCode(400)
                    .body("error.type", equalTo("invalid_request_error"));
        }

        @Test
        void when_it_has_ended_then_it_and_its_files_go() {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            worker.completed(tenant, video, clip);
            awaitStatus("completed");
            tenant.live()
                    .delete("/v1/videos/" + video)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(video))
                    .body("object", equalTo("video.deleted"))
                    .body("deleted", equalTo(true));
            tenant.video(video).then().statusCode(404);
            tenant.get("/v1/videos/" + video + "/content").then().statusCode(404);
            tenant.live().delete("/v1/videos/" + video).then().statusCode(404);
            tenant.get("/v1/videos").then().body("data", hasSize(0));
            await().until(() -> store.head(clip.key()).isEmpty());
            tenant.assertNothingHeld();
        }

        @Test
        void when_the_files_have_expired_then_they_go_and_that_is_said() {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            worker.completed(tenant, video, clip);
            awaitStatus("completed");
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update job set expires_at = now() - interval '1 second',"
                                            + " purge_at = now() where id = ?",
                                    Ids.job(video).value()));
            tenant.get("/v1/videos/" + video + "/content")
                    .then()
                    .statusCode(410)
                    .body("error.code", equalTo("video_expired"));
            tenant.video(video)
                    .then()
                    .body("status", equalTo("completed"))
                    .body("links.content", hasSize(0));
            await().until(() -> store.head(clip.key()).isEmpty());
        }
    }

    private void awaitStatus(String status) {
        await().until(() -> tenant.video(video).path("status"), status::equals);
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(100));
    }

    private String column(String expression) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select (" + expression + ")::text from job where id = :id")
                                .bind("id", Ids.job(video).value())
                                .mapTo(String.class)
                                .one());
    }
}
