package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyTest {
    private static final Map<String, ?> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");

    @Inject Jdbi jdbi;
    private TestTenant tenant;
    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @Test
    void when_the_same_is_sent_again_then_the_first_answer_comes_again() {
        var first = tenant.submit(key, KITE);
        var again = tenant.submit(key, KITE);
        first.then().statusCode(200).header("Idempotency-Replayed", nullValue());
        again.then().statusCode(200).header("Idempotency-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(tenant.held()).isEqualTo("0.8");
    }

    @Test
    void when_it_is_sent_again_after_progress_then_the_answer_is_still_the_first() {
        var first = tenant.submit(key, KITE);
        try (var worker = new Worker()) {
            worker.inProgress(tenant, first.path("id"), 2, 40);
            Awaitility.await()
                    .until(
                            () -> tenant.video(first.path("id")).path("status"),
                            "in_progress"::equals);
        }
        assertThat(tenant.submit(key, KITE).asString()).isEqualTo(first.asString());
    }

    @Test
    void when_another_body_is_sent_then_it_is_refused() {
        tenant.submit(key, KITE).then().statusCode(200);
        tenant.submit(key, Map.of("model", TestTenant.MODEL, "prompt", "a boat"))
                .then()
                .statusCode(422)
                .body("error.type", equalTo("invalid_request_error"));
    }

    @Test
    void when_a_refused_body_is_corrected_then_the_key_is_free() {
        tenant.submit(key, Map.of("model", TestTenant.MODEL, "prompt", "x", "seconds", "99"))
                .then()
                .statusCode(400);
        tenant.submit(key, KITE).then().statusCode(200);
    }

    @Test
    void when_there_were_no_credits_then_the_key_is_free_after_a_grant() {
        var poor = TestTenant.create("free", "0");
        poor.submit(key, KITE)
                .then()
                .statusCode(429)
                .header("x-should-retry", "false")
                .body("error.code", equalTo("insufficient_quota"));
        assertThat(rows(poor)).isZero();
        poor.grant("10");
        poor.submit(key, KITE).then().statusCode(200).header("Idempotency-Replayed", nullValue());
    }

    @Test
    void when_two_tenants_use_one_key_then_they_have_nothing_to_do_with_each_other() {
        var other = TestTenant.rich();
        var mine = tenant.submit(key, KITE).<String>path("id");
        var theirs = other.submit(key, KITE).<String>path("id");
        assertThat(mine).isNotEqualTo(theirs);
    }

    @Test
    void when_32_threads_send_the_same_then_there_is_one_job_and_one_hold() throws Exception {
        var start = new CyclicBarrier(32);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> send =
                    () -> {
                        start.await();
                        return Awaitility.await()
                                .until(() -> tenant.submit(key, KITE), answer -> accepted(answer))
                                .asString();
                    };
            var answers = threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> send).toList());
            var bodies = answers.stream().map(a -> a.resultNow()).distinct().toList();
            assertThat(bodies).hasSize(1);
        }
        assertThat(rows(tenant)).isEqualTo(1);
        assertThat(tenant.held()).isEqualTo("0.8");
    }

    private static boolean accepted(Response answer) {
        if (answer.statusCode() == 409) {
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            return false;
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        return true;
    }

    private int rows(TestTenant owner) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select count(*) from job where tenant_id = :t::uuid")
                                .bind("t", owner.id())
                                .mapTo(Integer.class)
                                .one());
    }
}
