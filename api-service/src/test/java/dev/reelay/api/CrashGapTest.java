package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.testing.Outage;
import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What happens in the gaps: something dies or hangs between two steps.
@QuarkusTest
class CrashGapTest {
    private static final Map<String, ?> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private TestTenant tenant;
    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(200));
    }

    @Nested
    class GivenBillingHangsDuringTheHold {
        /// Billing is at the hold for longer than the api waits, and makes it afterwards.
        private void submitIntoTheGap() {
            try (var busy = BusyAccount.of(tenant)) {
                assertThat(busy).isNotNull();
                tenant.submit(key, KITE)
                        .then()
                        .statusCode(503)
                        .header("Retry-After", notNullValue())
                        .body("error.type", equalTo("server_error"));
                assertThat(state()).isEqualTo("accepting");
            }
        }

        @Test
        void when_it_is_sent_again_at_once_then_it_must_wait() {
            submitIntoTheGap();
            age("0 seconds");
            tenant.submit(key, KITE)
                    .then()
                    .statusCode(409)
                    .header("Retry-After", "1")
                    .body("error.type", equalTo("invalid_request_error"));
        }

        @Test
        void when_it_is_sent_again_later_then_it_is_the_same_job_with_one_hold() {
            submitIntoTheGap();
            var job = id();
            age("4 seconds");
            tenant.submit(key, KITE)
                    .then()
                    .statusCode(200)
                    .header("Idempotency-Replayed", nullValue())
                    .body("status", equalTo("queued"));
            assertThat(id()).isEqualTo(job);
            assertThat(tenant.held()).isEqualTo("0.8");
        }

        @Test
        void when_nobody_comes_back_then_it_is_given_up_and_the_hold_is_void() {
            submitIntoTheGap();
            await().until(tenant::held, "0.8"::equals);
            age("61 seconds");
            await().until(tenant::held, "0"::equals);
            assertThat(tenant.get("/v1/videos").<Integer>path("data.size()")).isZero();
            // The key is free: nobody was told of the job.
            tenant.submit(key, KITE).then().statusCode(200);
        }

        @Test
        void when_it_is_given_up_meanwhile_then_the_late_hold_is_refused() {
            try (var hanging = billingHangs()) {
                assertThat(hanging).isNotNull();
                tenant.submit(key, KITE).then().statusCode(503);
                age("61 seconds");
                await().until(() -> state(), "abandoned"::equals);
            }
            await().until(
                            () -> count("state = 'abandoned' and void_at is not null"),
                            Integer.valueOf(0)::equals);
            tenant.assertNothingHeld();
        }

        @Test
        void when_billing_is_away_then_all_that_exists_is_shown() {
            var video = tenant.job();
            try (var hanging = billingHangs()) {
                assertThat(hanging).isNotNull();
                tenant.video(video).then().statusCode(200);
                tenant.get("/v1/credits").then().statusCode(503);
                RestAssured.get("/q/health/ready").then().statusCode(200);
            }
        }
    }

    @Nested
    class GivenTheBrokerIsAway {
        @Test
        void when_jobs_are_submitted_then_they_are_accepted_and_announced_on_its_return() {
            var videos = new ArrayList<String>();
            try (var away = RealParts.outage(Server.KAFKA)) {
                assertThat(away).isNotNull();
                for (var i = 0; i < 5; i++) {
                    videos.add(tenant.job());
                }
                RestAssured.get("/q/health/ready").then().statusCode(200);
            }
            try (var topic = new JobsTopic()) {
                videos.forEach(topic::awaitRequest);
            }
        }

        @Test
        void when_it_is_back_then_reports_arrive() {
            var video = tenant.job();
            RealParts.outage(Server.KAFKA).close();
            try (var worker = new Worker()) {
                worker.inProgress(tenant, video, 2, 50);
            }
            await().until(() -> tenant.video(video).path("status"), "in_progress"::equals);
        }
    }

    @Nested
    class GivenTheStoreIsAway {
        @Test
        void when_a_picture_comes_then_nothing_is_accepted_and_a_later_try_succeeds() {
            var image =
                    Map.of(
                            "model",
                            TestTenant.MODEL,
                            "prompt",
                            "a kite",
                            "input_reference",
                            Map.of("image_url", Pictures.dataUrl(Pictures.png())));
            try (var away = RealParts.outage(Server.S3)) {
                assertThat(away).isNotNull();
                tenant.submit(key, image).then().statusCode(503);
                tenant.job();
                RestAssured.get("/q/health/ready").then().statusCode(200);
            }
            assertThat(tenant.held()).isEqualTo("0.8");
            await().untilAsserted(() -> tenant.submit(key, image).then().statusCode(200));
            await().until(() -> count("state = 'abandoned'"), Integer.valueOf(0)::equals);
        }
    }

    @Nested
    class GivenTheDatabaseIsAway {
        @Test
        void when_it_is_away_then_that_is_said_and_on_its_return_all_goes_on() {
            var video = tenant.job();
            try (var away = RealParts.outage(Server.POSTGRES)) {
                assertThat(away).isNotNull();
                tenant.video(video)
                        .then()
                        .statusCode(503)
                        .header("Retry-After", notNullValue())
                        .body("error.type", equalTo("server_error"));
                RestAssured.get("/q/health/ready").then().statusCode(503);
                RestAssured.get("/q/health/live").then().statusCode(200);
                try (var worker = new Worker()) {
                    worker.inProgress(tenant, video, 2, 50);
                }
            }
            await().ignoreExceptions()
                    .until(() -> tenant.video(video).path("status"), "in_progress"::equals);
            await().ignoreExceptions()
                    .until(() -> tenant.submit(KITE), answer -> answer.statusCode() == 200);
        }
    }

    @Test
    void when_reports_are_lost_then_the_job_is_announced_until_it_is_stored() {
        var video = tenant.job();
        try (var topic = new JobsTopic();
                var worker = new Worker()) {
            topic.await(video, 2);
            worker.stored(tenant, video);
            await().until(() -> count("stored_at is not null"), Integer.valueOf(1)::equals);
            assertThat(count("announce_at > deadline")).isEqualTo(1);
        }
    }

    /// Stopped as a machine under load would be, not ended.
    private static Outage billingHangs() {
        signal("-STOP");
        return () -> signal("-CONT");
    }

    private static void signal(String signal) {
        var pid = ConfigProvider.getConfig().getValue("test.billing.pid", String.class);
        try {
            assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Moves the row back in time, which for the database is the same as waiting.
    private void age(String interval) {
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update job set accepting_since = now() - ?::interval"
                                        + " where tenant_id = ?::uuid and state = 'accepting'",
                                interval,
                                tenant.id()));
    }

    private String state() {
        return one("state");
    }

    private String id() {
        return one("id::text");
    }

    private String one(String column) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select " + column + " from job where tenant_id = ?::uuid")
                                .bind(0, tenant.id())
                                .mapTo(String.class)
                                .one());
    }

    private int count(String condition) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select count(*) from job where tenant_id = ?::uuid and "
                                                + condition)
                                .bind(0, tenant.id())
                                .mapTo(Integer.class)
                                .one());
    }
}
