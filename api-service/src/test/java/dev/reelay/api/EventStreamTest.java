package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.common.event.JobReport.Output;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventStreamTest {
    private static final Output CLIP =
            new Output(0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);

    @Inject Jdbi jdbi;
    @Inject MeterRegistry meters;
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

    private EventStream follow() {
        return new EventStream(tenant, video, null);
    }

    private void complete() {
        worker.inProgress(tenant, video, 2, 10);
        Awaitility.await().until(() -> tenant.video(video).path("status"), "in_progress"::equals);
        worker.completed(tenant, video, CLIP);
        Awaitility.await().until(() -> tenant.video(video).path("status"), "completed"::equals);
    }

    private int open() {
        return (int) meters.get("reelay.event.streams").gauge().value();
    }

    @Nested
    class GivenAJobThatRuns {
        @Test
        void when_it_is_followed_then_each_state_is_told_as_it_comes_until_the_end() {
            try (var stream = follow()) {
                stream.await(1);
                assertThat(stream.types()).containsExactly("video.queued");
                complete();

                var told = stream.awaitEnd();

                assertThat(stream.status()).isEqualTo(200);
                assertThat(stream.header("content-type")).startsWith("text/event-stream");
                assertThat(stream.types())
                        .containsExactly("video.queued", "video.in_progress", "video.completed");
                assertThat(told)
                        .allSatisfy(
                                event -> {
                                    assertThat(event.id()).matches("evt_[0-9a-f]{32}");
                                    assertThat(event.data())
                                            .isEqualTo(body(event.id()))
                                            .contains(event.id(), event.type(), video);
                                });
            }
        }

        private String body(String id) {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery("select body from event where id = :id::uuid")
                                    .bind("id", id.substring("evt_".length()))
                                    .mapTo(String.class)
                                    .one());
        }

        @Test
        void when_nothing_happens_then_comments_show_that_the_stream_lives() {
            try (var stream = follow()) {
                Awaitility.await().until(() -> stream.comments() >= 3);
                assertThat(stream.types()).containsExactly("video.queued");
            }
        }

        @Test
        void when_many_follow_then_each_sees_everything_once() {
            try (var one = follow();
                    var two = follow();
                    var three = follow()) {
                complete();
                for (var stream : new EventStream[] {one, two, three}) {
                    stream.awaitEnd();
                    assertThat(stream.types())
                            .containsExactly(
                                    "video.queued", "video.in_progress", "video.completed");
                }
            }
        }

        @Test
        void when_the_client_goes_then_its_stream_is_freed() {
            var before = open();
            var stream = follow();
            stream.await(1);
            assertThat(open()).isEqualTo(before + 1);

            stream.close();

            Awaitility.await().until(() -> open() == before);
        }
    }

    @Nested
    class GivenAKeyThatIsRevoked {
        @Test
        void when_its_stream_is_open_then_it_ends() {
            var issued =
                    TestTenant.operator()
                            .body(Map.of("name", "short", "mode", "live"))
                            .post("/admin/v1/tenants/" + tenant.id() + "/keys");
            var other = new TestTenant(tenant.id(), issued.path("key"), tenant.testKey());
            try (var stream = new EventStream(other, video, null)) {
                stream.await(1);
                TestTenant.operator()
                        .delete(
                                "/admin/v1/tenants/"
                                        + tenant.id()
                                        + "/keys/"
                                        + issued.<String>path("id"))
                        .then()
                        .statusCode(204);
                stream.awaitEnd();
                assertThat(stream.types()).containsExactly("video.queued");
            }
        }
    }

    @Nested
    class GivenAClientThatComesBack {
        @Test
        void when_it_names_the_last_event_it_saw_then_it_gets_the_rest_and_nothing_twice() {
            String first;
            try (var stream = follow()) {
                first = stream.await(1).getFirst().id();
            }
            complete();

            try (var stream = new EventStream(tenant, video, first)) {
                stream.awaitEnd();
                assertThat(stream.types()).containsExactly("video.in_progress", "video.completed");
            }
        }

        @Test
        void when_it_has_seen_the_end_then_it_is_told_not_to_come_again() {
            complete();
            String last;
            try (var stream = follow()) {
                last = stream.awaitEnd().getLast().id();
            }

            try (var stream = new EventStream(tenant, video, last)) {
                assertThat(stream.status()).isEqualTo(204);
            }
        }

        @Test
        void when_it_names_an_event_of_another_job_then_it_gets_the_whole_history() {
            complete();
            try (var stream =
                    new EventStream(
                            tenant,
                            video,
                            "evt_" + UUID.randomUUID().toString().replace("-", ""))) {
                stream.awaitEnd();
                assertThat(stream.types())
                        .containsExactly("video.queued", "video.in_progress", "video.completed");
            }
        }

        @Test
        void when_it_names_no_event_at_all_then_that_is_refused() {
            tenant.live()
                    .header("Last-Event-ID", "42; drop")
                    .get("/v1/videos/" + video + "/events")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("Last-Event-ID"));
        }
    }

    @Nested
    class GivenAStranger {
        @Test
        void when_another_tenant_follows_then_it_is_as_if_the_video_were_not_there() {
            var stranger = TestTenant.rich();
            var foreign = stranger.get("/v1/videos/" + video + "/events");
            var unknown = stranger.get("/v1/videos/video_" + "0".repeat(32) + "/events");
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.body().<Map<String, Object>>path("error"))
                    .isEqualTo(unknown.body().<Map<String, Object>>path("error"));
        }

        @Test
        void when_the_key_is_wrong_then_it_is_refused() {
            TestTenant.as("sk-live-nothing")
                    .get("/v1/videos/" + video + "/events")
                    .then()
                    .statusCode(401);
        }
    }
}
