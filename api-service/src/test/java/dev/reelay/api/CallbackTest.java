package dev.reelay.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.common.event.EventsStored;
import dev.reelay.common.event.EventsStored.Event;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.TenantId;
import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CallbackTest {
    private static final String URL = "https://hooks.example.com/video?order=42";
    private static final Output CLIP =
            new Output(0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);

    @Inject Jdbi jdbi;
    private final Worker worker = new Worker();
    private final DeliveriesTopic topic = new DeliveriesTopic();
    private TestTenant tenant;
    private String video;

    @BeforeEach
    void submit() {
        tenant = TestTenant.rich();
        video = submitted(body("callback_url", URL));
    }

    @AfterEach
    void close() {
        topic.close();
        worker.close();
    }

    private static Map<String, String> body(String field, String value) {
        return Map.of("model", TestTenant.MODEL, "prompt", "a kite", field, value);
    }

    private String submitted(Map<String, ?> body) {
        return tenant.submit(body).then().statusCode(200).extract().path("id");
    }

    private static ConditionFactory await() {
        return Awaitility.await();
    }

    private @Nullable String end(String column) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select <column>::text from event where job_id = :job and"
                                                + " type = 'video.completed'")
                                .define("column", column)
                                .bind("job", Ids.job(video).value())
                                .mapTo(String.class)
                                .findOne()
                                .orElse(null));
    }

    private void confirm(TenantId whose, String id) {
        try (var broker = new Broker()) {
            broker.send(
                    Topics.TENANT_DELIVERIES,
                    "any",
                    new EventsStored(List.of(new Event(id, whose))));
        }
    }

    @Nested
    class GivenAJobWithACallback {
        @Test
        void when_it_ends_then_its_end_is_to_be_delivered_as_the_log_has_it() {
            worker.inProgress(tenant, video, 2, 10);
            worker.completed(tenant, video, CLIP);

            var asked = topic.await(video, 1).getFirst();

            assertThat(asked.id()).matches("evt_[0-9a-f]{32}");
            assertThat(asked.tenant()).hasToString(tenant.id());
            assertThat(requireNonNull(asked.callback()).url()).hasToString(URL);
            assertThat(asked.body()).isEqualTo(end("body")).contains(asked.id(), "video.completed");
        }

        @Test
        void when_it_fails_then_that_is_to_be_delivered_too() {
            worker.ended(
                    tenant, video, Status.FAILED, new Failure(Reason.PROVIDER_ERROR, "broken"));
            assertThat(topic.await(video, 1).getFirst().body()).contains("video.failed", "broken");
        }

        @Test
        void when_it_only_runs_then_nothing_is_to_be_delivered() {
            worker.inProgress(tenant, video, 2, 10);
            var other = submitted(body("callback_url", URL));
            worker.completed(tenant, other, CLIP);
            topic.await(other, 1);
            assertThat(topic.about(video)).isEmpty();
        }

        @Test
        void when_nobody_confirms_then_it_is_asked_again_until_somebody_does() {
            worker.completed(tenant, video, CLIP);
            var asked = topic.await(video, 2);
            assertThat(asked.get(1)).isEqualTo(asked.get(0));
            assertThat(end("tell_at")).isNotNull();

            confirm(TenantId.of(tenant.id()), asked.getFirst().id());

            await().untilAsserted(() -> assertThat(end("tell_at")).isNull());
        }

        @Test
        void when_another_tenants_delivery_is_confirmed_then_this_one_is_still_owed() {
            worker.completed(tenant, video, CLIP);
            var id = topic.await(video, 1).getFirst().id();
            var other = submitted(body("callback_url", URL));
            worker.completed(tenant, other, CLIP);
            var second = topic.await(other, 1).getFirst().id();

            confirm(TenantId.next(), id);
            confirm(TenantId.of(tenant.id()), "evt_nonsense");
            confirm(TenantId.of(tenant.id()), second);

            await().until(
                            () ->
                                    jdbi.withHandle(
                                            handle ->
                                                    handle.createQuery(
                                                                    "select count(*) from event"
                                                                            + " where job_id = :job"
                                                                            + " and tell_at is not"
                                                                            + " null")
                                                            .bind("job", Ids.job(other).value())
                                                            .mapTo(Integer.class)
                                                            .one()),
                            owed -> owed == 0);
            assertThat(end("tell_at")).isNotNull();
        }

        @Test
        void when_the_broker_is_away_then_it_is_asked_after_its_return() {
            worker.stored(tenant, video);
            await().until(() -> column("stored_at is not null"), "true"::equals);
            try (var _ = RealParts.outage(Server.KAFKA)) {
                jdbi.useTransaction(
                        handle ->
                                handle.execute(
                                        """
                                        insert into event (id, tenant_id, job_id, type, body,
                                            created_at, callback_url, tell_at)
                                        select gen_random_uuid(), tenant_id, id, 'video.failed',
                                            '{"while":"away"}', now(), 'https://a.example.com/',
                                            now()
                                          from job where id = ?
                                        """,
                                        Ids.job(video).value()));
            }
            assertThat(topic.await(video, 1).getFirst().body()).contains("away");
        }

        private String column(String expression) {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery("select (<it>)::text from job where id = :id")
                                    .define("it", expression)
                                    .bind("id", Ids.job(video).value())
                                    .mapTo(String.class)
                                    .one());
        }
    }

    @Nested
    class GivenAJobWithout {
        @Test
        void when_it_ends_then_nothing_is_owed() {
            var quiet = tenant.job();
            worker.completed(tenant, quiet, CLIP);
            worker.completed(tenant, video, CLIP);
            topic.await(video, 1);
            await().until(() -> tenant.video(quiet).path("status"), "completed"::equals);
            assertThat(topic.about(quiet)).isEmpty();
        }
    }

    @Nested
    class GivenATenantWithEndpoints {
        private TestTenant other;

        @BeforeEach
        void note() {
            other = TestTenant.rich();
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update tenant set has_endpoints = true where id = ?",
                                    UUID.fromString(tenant.id())));
        }

        @Test
        void when_a_job_runs_then_each_of_its_states_is_handed_over_with_or_without_a_callback() {
            var quiet = tenant.job();
            var called = submitted(body("callback_url", URL));
            await().until(() -> types(quiet), List.of("video.queued")::equals);
            worker.inProgress(tenant, quiet, 2, 10);
            await().until(() -> types(quiet), types -> types.contains("video.in_progress"));
            worker.completed(tenant, quiet, CLIP);
            worker.completed(tenant, called, CLIP);

            await().until(() -> types(quiet), types -> types.contains("video.completed"));
            assertThat(types(quiet)).hasSize(3);
            assertThat(topic.about(quiet)).allMatch(event -> event.callback() == null);
            await().until(() -> types(called), types -> types.contains("video.completed"));
            assertThat(topic.about(called))
                    .filteredOn(event -> event.callback() != null)
                    .extracting(TenantEvent::type)
                    .containsOnly("video.completed");
        }

        @Test
        void when_another_tenant_has_none_then_its_events_are_not_handed_over() {
            var unseen = other.job();
            var seen = tenant.job();
            await().until(() -> types(seen), List.of("video.queued")::equals);
            assertThat(types(unseen)).isEmpty();
        }

        /// Each once, though an event comes again until it is confirmed.
        private List<String> types(String video) {
            return topic.about(video).stream().map(TenantEvent::type).distinct().toList();
        }
    }

    @Nested
    class GivenAnIdempotencyKey {
        @Test
        void when_the_callback_is_another_then_it_is_another_request() {
            var key = UUID.randomUUID().toString();
            tenant.submit(key, body("callback_url", URL)).then().statusCode(200);
            tenant.submit(key, body("callback_url", URL))
                    .then()
                    .statusCode(200)
                    .header("Idempotency-Replayed", "true");
            tenant.submit(key, body("callback_url", URL + "3")).then().statusCode(422);
        }
    }

    @Nested
    class GivenAForm {
        @Test
        void when_it_names_a_callback_then_it_counts_as_in_json() {
            video =
                    tenant.live()
                            .multiPart("model", TestTenant.MODEL)
                            .multiPart("prompt", "a kite")
                            .multiPart("callback_url", URL)
                            .post("/v1/videos")
                            .then()
                            .statusCode(200)
                            .extract()
                            .path("id");
            worker.completed(tenant, video, CLIP);
            var callback = requireNonNull(topic.await(video, 1).getFirst().callback());
            assertThat(callback.url()).hasToString(URL);
            tenant.live()
                    .multiPart("model", TestTenant.MODEL)
                    .multiPart("prompt", "a kite")
                    .multiPart("callback_url", "http://169.254.169.254/latest")
                    .post("/v1/videos")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("callback_url"));
        }
    }
}
