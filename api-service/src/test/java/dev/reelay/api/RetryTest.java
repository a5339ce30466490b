package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Requests that come again without an idempotency key.
@QuarkusTest
class RetryTest {
    private static final String KITE =
            "{\"model\": \"%s\", \"prompt\": \"a kite\"}".formatted(TestTenant.MODEL);
    private static final String VEO = "{\"model\": \"google/veo-3.1\", \"prompt\": \"a kite\"}";
    private static final String COUNT = "X-Stainless-Retry-Count";
    private static final String OPENAI = "/v1/videos";
    private static final String OPENROUTER = "/openrouter/api/v1/videos";

    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private Response send(String path, Map<String, String> headers, String body) {
        return TestTenant.as(tenant.testKey())
                .headers(headers)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path);
    }

    private Response send() {
        return send(OPENAI, Map.of(), KITE);
    }

    /// A video that was accepted and whose client read so.
    private String told() {
        var video = send().then().statusCode(200).extract().<String>path("id");
        await("told_at is not null");
        return video;
    }

    /// A video that was accepted while its client went.
    private String cut() throws IOException {
        var headers = Map.of("Authorization", "Bearer " + tenant.testKey(), "Prefer", "wait=60");
        var call = CutCall.post(OPENAI, headers, KITE);
        Awaitility.await().until(() -> Golden.hasJob(jdbi, tenant) && !"0".equals(heldOfTests()));
        call.close();
        await("lost_at is not null");
        return Golden.newestJob(jdbi, tenant);
    }

    private void await(String condition) {
        Awaitility.await().until(() -> count("idempotency", condition) == 1);
    }

    private int count(String table, String condition) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select count(*) from <table>"
                                                + " where tenant_id = :tenant and <condition>")
                                .define("table", table)
                                .define("condition", condition)
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .mapTo(Integer.class)
                                .one());
    }

    private void set(String what) {
        update(what, "true");
    }

    private void set(String video, String what) {
        update(what, "job_id = '%s'".formatted(Ids.job(video)));
    }

    private void update(String what, String where) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        "update idempotency set <what>"
                                                + " where tenant_id = :tenant and <where>")
                                .define("what", what)
                                .define("where", where)
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .execute());
    }

    private String heldOfTests() {
        return TestTenant.as(tenant.testKey()).get("/v1/credits").path("held");
    }

    private void assertJoined(Response answer, String video) {
        answer.then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(video));
        assertThat(count("job", "true")).isEqualTo(1);
        assertThat(heldOfTests()).isEqualTo("0.8");
    }

    private static void assertAnother(Response answer, String video) {
        answer.then()
                .statusCode(200)
                .header("Idempotency-Replayed", nullValue())
                .body("id", not(equalTo(video)));
    }

    @Nested
    class GivenTheAnswerNeverReachedItsClient {
        @Test
        void when_the_same_is_sent_again_then_it_is_the_same_job_with_one_hold()
                throws IOException {
            var video = cut();
            assertJoined(send(), video);
        }

        @Test
        void when_a_retry_has_read_its_answer_then_one_more_is_another_take() throws IOException {
            var video = cut();
            assertJoined(send(), video);
            await("told_at is not null");
            assertAnother(send(), video);
        }

        @Test
        void when_its_replica_has_gone_instead_then_it_is_the_same_job() {
            var video = told();
            set("told_at = null, replica = 4711");
            assertJoined(send(), video);
        }

        @Test
        void when_its_replica_is_there_then_it_is_another_take() {
            var video = told();
            set("told_at = null");
            assertAnother(send(), video);
        }

        @Test
        void when_ten_minutes_have_passed_then_it_is_another_take() throws IOException {
            var video = cut();
            set("made_at = made_at - interval '10 minutes'");
            assertAnother(send(), video);
        }

        @Test
        void when_another_key_sends_the_same_then_it_is_another_job() throws IOException {
            var video = cut();
            var other =
                    TestTenant.as(TestTenant.key(tenant.id(), "test"))
                            .contentType(ContentType.JSON)
                            .body(KITE)
                            .post(OPENAI);
            assertAnother(other, video);
        }

        @Test
        void when_another_tenant_sends_the_same_then_it_is_another_job() throws IOException {
            var video = cut();
            tenant = TestTenant.rich();
            assertAnother(send(), video);
        }

        @Test
        void when_something_else_is_sent_then_it_is_another_job() throws IOException {
            var video = cut();
            assertAnother(send(OPENAI, Map.of(), KITE.replace("kite", "boat")), video);
        }

        @Test
        void when_the_video_was_deleted_meanwhile_then_it_is_another_job() throws IOException {
            var video = cut();
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update job set deleted_at = now() where tenant_id = ?::uuid",
                                    tenant.id()));
            assertAnother(send(), video);
        }
    }

    @Nested
    class GivenTheAnswerWasRead {
        @Test
        void when_the_same_is_sent_again_then_it_is_another_take() {
            var video = told();
            assertAnother(send(), video);
        }

        @Test
        void when_two_are_sent_one_right_after_the_other_then_there_are_two_takes() {
            var video = send().<String>path("id");
            assertAnother(send(), video);
        }

        @Test
        void when_the_client_says_that_it_retries_then_it_is_the_same_job() {
            var video = told();
            assertJoined(send(OPENAI, Map.of(COUNT, "1"), KITE), video);
        }

        @Test
        void when_the_client_says_that_it_is_the_first_time_then_it_is_another_take() {
            var video = told();
            assertAnother(send(OPENAI, Map.of(COUNT, "0"), KITE), video);
        }

        @Test
        void when_the_client_counts_in_words_then_it_is_another_take() {
            var video = told();
            assertAnother(send(OPENAI, Map.of(COUNT, "once"), KITE), video);
        }

        @Test
        void when_a_retry_of_it_is_cut_then_the_same_is_still_another_take() throws IOException {
            var video = told();
            var retry =
                    Map.of(
                            "Authorization",
                            "Bearer " + tenant.testKey(),
                            "Prefer",
                            "wait=60",
                            COUNT,
                            "1");
            try (var call = CutCall.post(OPENAI, retry, KITE)) {
                assertThat(call).isNotNull();
                await("joined = 1");
            }
            await("lost_at is not null");
            assertAnother(send(), video);
        }

        @Test
        void when_it_would_be_refused_by_now_then_a_retry_is_the_same_job() {
            var job = send(OPENROUTER, Map.of(), VEO).then().statusCode(202);
            await("told_at is not null");
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update tenant set plan = 'free' where id = ?::uuid",
                                    tenant.id()));
            var other = VEO.replace("kite", "boat");
            Awaitility.await().until(() -> send(OPENROUTER, Map.of(), other).statusCode() == 403);

            send(OPENROUTER, Map.of(COUNT, "1"), VEO)
                    .then()
                    .statusCode(202)
                    .header("Idempotency-Replayed", "true")
                    .body("id", equalTo(job.extract().path("id")));
        }

        @Test
        void when_a_retry_comes_after_ten_minutes_then_it_is_another_job() {
            var video = told();
            set("made_at = made_at - interval '10 minutes'");
            assertAnother(send(OPENAI, Map.of(COUNT, "2"), KITE), video);
        }

        @Test
        void when_the_dialect_has_no_retries_then_it_is_another_take() {
            var body = KITE.replace(TestTenant.MODEL, "kling-v1");
            for (var i = 0; i < 2; i++) {
                send("/newapi/v1/video/generations", Map.of(COUNT, "1"), body)
                        .then()
                        .statusCode(201)
                        .header("Idempotency-Replayed", nullValue());
            }
            assertThat(count("job", "true")).isEqualTo(2);
            assertThat(count("idempotency", "true")).isZero();
        }
    }

    @Nested
    class GivenTwoTakes {
        private String older;
        private String newer;

        @BeforeEach
        void sendTwo() {
            older = told();
            newer = send().then().statusCode(200).extract().path("id");
            Awaitility.await().until(() -> count("idempotency", "told_at is not null") == 2);
        }

        private Response retry() {
            return send(OPENAI, Map.of(COUNT, "1"), KITE);
        }

        @Test
        void when_both_are_retried_then_each_retry_joins_another_the_newer_one_first() {
            retry().then().statusCode(200).body("id", equalTo(newer));
            retry().then().statusCode(200).body("id", equalTo(older));
        }

        @Test
        void when_nobody_was_told_of_one_then_a_retry_joins_that() {
            set(older, "told_at = null");
            retry().then().statusCode(200).body("id", equalTo(older));
        }

        @Test
        void when_nobody_can_be_told_of_one_any_more_then_a_retry_joins_that() {
            set("told_at = null");
            set(older, "lost_at = now()");
            retry().then().statusCode(200).body("id", equalTo(older));
        }
    }

    @Test
    void when_20_retries_come_at_once_then_there_is_one_job_and_one_hold() throws Exception {
        var start = new CyclicBarrier(20);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> send =
                    () -> {
                        start.await();
                        return Awaitility.await()
                                .until(
                                        () -> send(OPENAI, Map.of(COUNT, "1"), KITE),
                                        answer -> answer.statusCode() == 200)
                                .path("id");
                    };
            var answers = threads.invokeAll(IntStream.range(0, 20).mapToObj(_ -> send).toList());
            assertThat(answers.stream().map(a -> a.resultNow()).distinct()).hasSize(1);
        }
        assertThat(count("job", "true")).isEqualTo(1);
        assertThat(heldOfTests()).isEqualTo("0.8");
    }

    @Nested
    class GivenBillingIsBusyDuringTheHold {
        @Test
        void when_the_client_goes_and_asks_again_then_it_is_answered_with_that_job()
                throws IOException {
            var headers = Map.of("Authorization", "Bearer " + tenant.testKey());
            send(OPENROUTER, Map.of(), VEO.replace("kite", "boat")).then().statusCode(202);
            LongCall again;
            try (var busy = BusyAccount.of(tenant)) {
                assertThat(busy).isNotNull();
                try (var call = CutCall.post(OPENROUTER, headers, VEO)) {
                    assertThat(call).isNotNull();
                    Awaitility.await().until(() -> count("job", "state = 'accepting'") == 1);
                }
                await("lost_at is not null");
                again = LongCall.of(() -> send(OPENROUTER, Map.of(), VEO));
                await("joined = 1");
            }
            again.answer().then().statusCode(202);
            assertThat(count("job", "true")).isEqualTo(2);
            assertThat(count("job", "state = 'queued'")).isEqualTo(2);
        }

        @Test
        void when_it_is_refused_for_that_then_the_next_one_goes_on_with_its_job() {
            send(OPENROUTER, Map.of(), VEO.replace("kite", "boat")).then().statusCode(202);
            try (var busy = BusyAccount.of(tenant)) {
                assertThat(busy).isNotNull();
                send(OPENROUTER, Map.of(), VEO).then().statusCode(503).header("Retry-After", "2");
            }
            await("lost_at is not null");
            send(OPENROUTER, Map.of(), VEO).then().statusCode(202);
            assertThat(count("job", "true")).isEqualTo(2);
        }
    }
}
