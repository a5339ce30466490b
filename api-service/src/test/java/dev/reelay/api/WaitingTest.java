package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.api.waiting.Preference;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that are answered at the end of their job, by the native API's `Prefer: wait`.
@QuarkusTest
class WaitingTest {
    private static final Map<String, String> BODY =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");
    private static final Output CLIP =
            new Output(0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);

    @Inject Jdbi jdbi;
    @Inject MeterRegistry meters;
    private final Worker worker = new Worker();
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private Response prefer(String preference) {
        return tenant.live()
                .header("Prefer", preference)
                .contentType(ContentType.JSON)
                .body(BODY)
                .post("/v1/videos");
    }

    private int waiting() {
        return (int) meters.get("reelay.waiting.calls").gauge().value();
    }

    private void awaitWaiting(int count) {
        Awaitility.await().until(() -> waiting() == count);
    }

    @Nested
    class GivenACallThatWaits {
        @Test
        void when_its_job_completes_then_it_is_answered_with_the_video() {
            var call = LongCall.of(() -> prefer("wait=60"));
            var video = call.job(jdbi, tenant);
            awaitWaiting(1);
            assertThat(call.isAnswered()).isFalse();

            worker.completed(tenant, video, CLIP);

            call.answer()
                    .then()
                    .statusCode(200)
                    .header("Preference-Applied", "wait=60")
                    .header("openai-poll-after-ms", (String) null)
                    .body("id", equalTo(video))
                    .body("status", equalTo("completed"));
            awaitWaiting(0);
        }

        @Test
        void when_its_job_only_runs_then_it_goes_on_waiting() {
            var call = LongCall.of(() -> prefer("wait=60"));
            var video = call.job(jdbi, tenant);
            awaitWaiting(1);
            Golden.run(worker, tenant, video, 40);
            assertThat(call.isAnswered()).isFalse();

            worker.ended(
                    tenant, video, Status.FAILED, new Failure(Reason.PROVIDER_ERROR, "no output"));

            call.answer()
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(video))
                    .body("status", equalTo("failed"));
        }

        /// The log cannot be read beyond what a transaction that still runs may write.
        @Test
        void when_the_log_cannot_be_read_yet_then_the_replica_that_wrote_the_end_answers_it() {
            var call = LongCall.of(() -> prefer("wait=60"));
            var video = call.job(jdbi, tenant);
            awaitWaiting(1);
            try (var other = jdbi.open()) {
                other.begin();
                other.execute("set local idle_in_transaction_session_timeout = 0");
                other.execute("select pg_current_xact_id()");

                worker.completed(tenant, video, CLIP);

                call.answer().then().statusCode(200).body("status", equalTo("completed"));
                other.commit();
            }
        }

        @Test
        void when_it_is_sent_again_under_its_key_then_both_are_answered_with_one_job() {
            var key = UUID.randomUUID().toString();
            var first = LongCall.of(() -> keyed(key));
            var video = first.job(jdbi, tenant);
            awaitWaiting(1);
            var second = LongCall.of(() -> keyed(key));
            awaitWaiting(2);

            worker.completed(tenant, video, CLIP);

            first.answer().then().statusCode(200).body("id", equalTo(video));
            second.answer()
                    .then()
                    .statusCode(200)
                    .header("Idempotency-Replayed", "true")
                    .body("id", equalTo(video))
                    .body("status", equalTo("completed"));
        }

        private Response keyed(String key) {
            return tenant.live()
                    .header("Prefer", "wait=60")
                    .header("Idempotency-Key", key)
                    .contentType(ContentType.JSON)
                    .body(BODY)
                    .post("/v1/videos");
        }

        @Test
        void when_the_client_goes_then_it_is_freed_and_the_job_goes_on() throws IOException {
            var body = "{\"model\": \"%s\", \"prompt\": \"a kite\"}".formatted(TestTenant.MODEL);
            try (var socket = new Socket("localhost", RestAssured.port)) {
                socket.getOutputStream()
                        .write(
                                ("POST /v1/videos HTTP/1.1\r\nHost: a\r\nPrefer: wait=60\r\n"
                                                + "Authorization: Bearer %s\r\n"
                                                + "Content-Type: application/json\r\n"
                                                + "Content-Length: %d\r\n\r\n%s")
                                        .formatted(tenant.liveKey(), body.length(), body)
                                        .getBytes(StandardCharsets.US_ASCII));
                awaitWaiting(1);
            }

            awaitWaiting(0);
            var video = Golden.newestJob(jdbi, tenant);
            tenant.video(video).then().statusCode(200).body("status", equalTo("queued"));
            Golden.run(worker, tenant, video, 10);
        }
    }

    @Test
    void when_the_time_is_over_first_then_the_video_is_accepted_and_can_be_polled() {
        var answer = prefer("wait=1");

        answer.then()
                .statusCode(202)
                .header("Preference-Applied", "wait=1")
                .body("status", equalTo("queued"));
        tenant.video(answer.path("id")).then().statusCode(200);
        assertThat(waiting()).isZero();
    }

    @Test
    void when_nothing_is_understood_of_a_preference_then_it_is_ignored() {
        prefer("respond-async, wait=soon")
                .then()
                .statusCode(200)
                .header("Preference-Applied", (String) null)
                .body("status", equalTo("queued"));
    }

    @ParameterizedTest
    @CsvSource({
        "wait=10, 10",
        "'respond-async, wait=5', 5",
        "'handling=lenient; wait=7', 7",
        "'WAIT = \"12\"', 12",
        "'wait=3, wait=9', 3",
        "wait=999999999, 999999999"
    })
    void then_a_preference_has_that_many_seconds(String prefer, long seconds) {
        assertThat(Preference.wait(prefer)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "wait",
                "wait=",
                "wait=0",
                "wait=-1",
                "wait=1.5",
                "wait=9999999999",
                "wait=1x",
                "await=5",
                "respond-async"
            })
    void then_a_preference_has_no_time(String prefer) {
        assertThat(Preference.wait(prefer)).isEmpty();
    }
}
