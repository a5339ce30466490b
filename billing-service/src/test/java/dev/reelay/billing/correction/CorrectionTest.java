package dev.reelay.billing.correction;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.promote;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.BillingClient.voidHold;
import static dev.reelay.billing.Topic.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.billing.Topic;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CorrectionTest {
    @Inject Jdbi jdbi;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private TenantId tenant = TenantId.next();
    private final JobId job = JobId.next();

    private static Response refund(JobId job, String body) {
        return asApi().body(body).put("/internal/refunds/{job}", job.toString());
    }

    @Nested
    class GivenAJobThatTwoLotsPaidFor {
        private final UUID promotion = UUID.randomUUID();

        @BeforeEach
        void capture() throws InterruptedException {
            tenant = tenantWith(5 * CREDIT);
            promote(tenant, promotion, 2 * CREDIT, Instant.now().plusSeconds(864_000))
                    .then()
                    .statusCode(200);
            hold(job, tenant, 3);
            try (var topic = new Topic(broker)) {
                topic.say(report(job, tenant, Status.COMPLETED, 0, 1, 2));
                await().untilAsserted(
                                () ->
                                        assertThat(books(tenant))
                                                .isEqualTo("4000000/0/3000000/7000000"));
            }
        }

        private long leftOfThePromotion() {
            return jdbi.withHandle(
                    db ->
                            db.createQuery("select remaining from lot where id = :id")
                                    .bind("id", promotion)
                                    .mapTo(Long.class)
                                    .one());
        }

        @Test
        void when_it_is_refunded_then_all_lots_have_it_back() {
            var id = UUID.nameUUIDFromBytes(("refund:" + job).getBytes(StandardCharsets.UTF_8));
            refund(job, "{\"reason\":\"black frames\",\"operator\":\"ann\"}")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id.toString()))
                    .body("amount", equalTo(3_000_000));
            assertThat(books(tenant)).isEqualTo("7000000/0/0/7000000");
            assertThat(leftOfThePromotion()).isEqualTo(2 * CREDIT);
        }

        @Test
        void when_a_part_is_refunded_then_the_lot_that_paid_last_has_it_back_first() {
            refund(job, "{\"amount\":1500000,\"reason\":\"late\"}").then().statusCode(200);
            assertThat(books(tenant)).isEqualTo("5500000/0/1500000/7000000");
            assertThat(leftOfThePromotion()).isEqualTo(CREDIT / 2);
        }

        @Test
        void when_many_refund_it_at_the_same_time_then_it_is_refunded_once() throws Exception {
            var calls = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < 8; i++) {
                calls.add(() -> refund(job, "{\"reason\":\"late\"}").statusCode());
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : threads.invokeAll(calls)) {
                    assertThat(answer.get()).isEqualTo(200);
                }
            }
            assertThat(books(tenant)).isEqualTo("7000000/0/0/7000000");
        }

        @Test
        void when_it_is_refunded_otherwise_or_for_more_then_that_is_a_conflict() {
            refund(job, "{\"amount\":3000001,\"reason\":\"late\"}").then().statusCode(409);
            refund(job, "{\"amount\":1000000,\"reason\":\"late\"}").then().statusCode(200);
            refund(job, "{\"amount\":2000000,\"reason\":\"late\"}").then().statusCode(409);
            refund(job, "{\"reason\":\"late\"}").then().statusCode(409);
            assertThat(books(tenant)).isEqualTo("5000000/0/2000000/7000000");
        }
    }

    @Test
    void a_job_that_was_not_charged_cannot_be_refunded() {
        tenant = tenantWith(5 * CREDIT);
        refund(job, "{\"reason\":\"late\"}").then().statusCode(404);
        hold(job, tenant, 1);
        refund(job, "{\"reason\":\"late\"}").then().statusCode(409);
        voidHold(job, tenant);
        refund(job, "{\"reason\":\"late\"}").then().statusCode(409);
        assertThat(books(tenant)).isEqualTo("5000000/0/0/5000000");
    }

    @Nested
    class GivenATenantWithFiveCredits {
        private final UUID id = UUID.randomUUID();

        @BeforeEach
        void give() {
            tenant = tenantWith(5 * CREDIT);
        }

        private Response adjust(long change, String operator) {
            return asApi().body(
                            """
                            {"change":%d,"reason":"a test","mode":"live","operator":"%s"}"""
                                    .formatted(change, operator))
                    .put("/internal/tenants/{t}/adjustments/{a}", tenant.toString(), id.toString());
        }

        private Response approve(TenantId of, String operator) {
            return asApi().body("{\"operator\":\"%s\"}".formatted(operator))
                    .post(
                            "/internal/tenants/{t}/adjustments/{a}/approve",
                            of.toString(),
                            id.toString());
        }

        @Test
        void when_an_operator_takes_some_back_then_it_is_taken_once() {
            for (var i = 0; i < 2; i++) {
                adjust(-2 * CREDIT, "ann").then().statusCode(200).body("state", equalTo("booked"));
            }
            assertThat(books(tenant)).isEqualTo("3000000/0/0/5000000");
        }

        @Test
        void when_an_operator_adds_some_then_it_is_there_once() {
            for (var i = 0; i < 2; i++) {
                adjust(2 * CREDIT, "ann").then().statusCode(200);
            }
            assertThat(books(tenant)).isEqualTo("7000000/0/0/7000000");
            adjust(3 * CREDIT, "ann").then().statusCode(409);
            adjust(2 * CREDIT, "bob").then().statusCode(409);
        }

        @Test
        void when_more_than_what_is_available_is_to_be_taken_then_nothing_is() {
            hold(JobId.next(), tenant, 3);
            adjust(-2 * CREDIT - 1, "ann")
                    .then()
                    .statusCode(409)
                    .body("error", equalTo("only 2 credits are available"));
            assertThat(books(tenant)).isEqualTo("2000000/3000000/0/5000000");
            adjust(-2 * CREDIT, "ann").then().statusCode(200);
            assertThat(books(tenant)).isEqualTo("0/3000000/0/5000000");
        }

        @Test
        void when_it_is_large_then_it_waits_for_another_operator() {
            adjust(1_001 * CREDIT, "ann")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("pending"))
                    .body("approved_by", nullValue());
            approve(tenant, "ann").then().statusCode(409);
            approve(TenantId.next(), "bob").then().statusCode(404);
            assertThat(books(tenant)).isEqualTo("5000000/0/0/5000000");
            for (var i = 0; i < 2; i++) {
                approve(tenant, "bob")
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("booked"))
                        .body("approved_by", equalTo("bob"));
            }
            approve(tenant, "eve").then().statusCode(409);
            assertThat(books(tenant)).isEqualTo("1006000000/0/0/1006000000");
            adjust(1_001 * CREDIT, "ann").then().body("state", equalTo("booked"));
        }

        @Test
        void when_what_waits_is_more_than_is_available_then_it_cannot_be_approved() {
            adjust(-1_001 * CREDIT, "ann").then().statusCode(200).body("state", equalTo("pending"));
            approve(tenant, "bob").then().statusCode(409);
            adjust(-1_001 * CREDIT, "ann").then().body("state", equalTo("pending"));
            assertThat(books(tenant)).isEqualTo("5000000/0/0/5000000");
        }

        private Response reject(TenantId of, String operator, String reason) {
            return asApi().body(
                            "{\"operator\":\"%s\",\"reason\":\"%s\"}".formatted(operator, reason))
                    .post(
                            "/internal/tenants/{t}/adjustments/{a}/reject",
                            of.toString(),
                            id.toString());
        }

        @Test
        void when_what_waits_is_rejected_then_it_is_never_booked() {
            adjust(1_001 * CREDIT, "ann").then().statusCode(200);
            reject(TenantId.next(), "bob", "a typo").then().statusCode(404);
            for (var i = 0; i < 2; i++) {
                reject(tenant, "bob", "a typo")
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("rejected"))
                        .body("rejected_by", equalTo("bob"))
                        .body("rejection", equalTo("a typo"))
                        .body("approved_by", nullValue());
            }
            reject(tenant, "bob", "another reason").then().statusCode(409);
            reject(tenant, "eve", "a typo").then().statusCode(409);
            approve(tenant, "eve").then().statusCode(409).body("error", equalTo("it was rejected"));
            adjust(1_001 * CREDIT, "ann").then().statusCode(200).body("state", equalTo("rejected"));
            assertThat(books(tenant)).isEqualTo("5000000/0/0/5000000");
        }

        @Test
        void when_who_asked_rejects_it_then_it_is_rejected() {
            adjust(1_001 * CREDIT, "ann").then().statusCode(200);
            reject(tenant, "ann", "too much").then().body("state", equalTo("rejected"));
            approve(tenant, "bob").then().statusCode(409);
        }

        @Test
        void when_it_is_booked_then_it_cannot_be_rejected() {
            adjust(1_001 * CREDIT, "ann").then().statusCode(200);
            approve(tenant, "bob").then().statusCode(200);
            reject(tenant, "bob", "too late").then().statusCode(409);
            assertThat(books(tenant)).isEqualTo("1006000000/0/0/1006000000");
        }

        @Test
        void when_many_approve_and_reject_at_the_same_time_then_one_of_both_wins()
                throws Exception {
            adjust(1_001 * CREDIT, "ann").then().statusCode(200);
            var calls = new ArrayList<Callable<String>>();
            for (var i = 0; i < 4; i++) {
                calls.add(() -> outcome(approve(tenant, "bob")));
                calls.add(() -> outcome(reject(tenant, "eve", "a typo")));
            }
            var outcomes = new TreeSet<String>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : threads.invokeAll(calls)) {
                    outcomes.add(answer.get());
                }
            }
            outcomes.remove("409");
            assertThat(outcomes).hasSize(1);
            var isBooked = outcomes.contains("booked");
            assertThat(books(tenant))
                    .isEqualTo(isBooked ? "1006000000/0/0/1006000000" : "5000000/0/0/5000000");
            adjust(1_001 * CREDIT, "ann")
                    .then()
                    .body("state", equalTo(isBooked ? "booked" : "rejected"));
        }

        private static String outcome(Response answer) {
            return answer.statusCode() == 200
                    ? answer.path("state")
                    : String.valueOf(answer.statusCode());
        }

        @Test
        void when_some_wait_then_they_are_listed_until_they_are_decided() {
            adjust(1_001 * CREDIT, "ann").then().statusCode(200);
            assertThat(listed("?state=pending&limit=201")).contains(id.toString());
            reject(tenant, "bob", "a typo").then().statusCode(200);
            assertThat(listed("?state=pending&limit=201")).doesNotContain(id.toString());
            assertThat(listed("?state=rejected&limit=1")).containsExactly(id.toString());
            assertThat(listed("?state=rejected&limit=201&after=" + id))
                    .doesNotContain(id.toString());
            asApi().get("/internal/tenants/{t}/adjustments/{a}", tenant.toString(), id.toString())
                    .then()
                    .statusCode(200)
                    .body("change", equalTo(1_001_000_000))
                    .body("rejected_by", equalTo("bob"));
        }

        private static List<String> listed(String query) {
            return asApi().get("/internal/adjustments" + query)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("data.id");
        }

        @Test
        void the_limit_itself_needs_nobody_else() {
            adjust(1_000 * CREDIT, "ann").then().statusCode(200).body("state", equalTo("booked"));
        }
    }

    @AfterEach
    void the_ledger_is_balanced_after_every_test() {
        var proof = proof();
        assertThat(proof.getBoolean("balanced")).as(proof.prettify()).isTrue();
    }
}
