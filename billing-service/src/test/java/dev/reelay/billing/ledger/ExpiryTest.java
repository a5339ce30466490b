package dev.reelay.billing.ledger;

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

import dev.reelay.billing.Topic;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExpiryTest {
    @Inject Jdbi jdbi;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private final UUID promotion = UUID.randomUUID();
    private final JobId job = JobId.next();
    private TenantId tenant = TenantId.next();

    /// Two bought credits and three promotional ones.
    @BeforeEach
    void give() {
        tenant = tenantWith(2 * CREDIT);
        promote(tenant, promotion, 3 * CREDIT, inTenDays()).then().statusCode(200);
    }

    private static Instant inTenDays() {
        return Instant.now().plus(Duration.ofDays(10));
    }

    /// As if its time were over now.
    private void expire() {
        jdbi.useHandle(
                db ->
                        db.createUpdate("update lot set expires_at = now() where id = :id")
                                .bind("id", promotion)
                                .execute());
    }

    private long left() {
        return jdbi.withHandle(
                db ->
                        db.createQuery("select remaining from lot where id = :id")
                                .bind("id", promotion)
                                .mapTo(Long.class)
                                .one());
    }

    private void awaitAvailable(String available) {
        await().untilAsserted(() -> assertThat(books(tenant)).startsWith(available + "/"));
    }

    @Test
    void when_promotional_credits_expire_then_what_is_left_of_them_lapses() {
        expire();
        awaitAvailable("2000000");
        assertThat(left()).isZero();
    }

    @Test
    void when_the_same_promotion_comes_with_another_end_then_it_is_a_conflict() {
        promote(tenant, promotion, 3 * CREDIT, inTenDays().plusSeconds(60)).then().statusCode(409);
        assertThat(books(tenant)).isEqualTo("5000000/0/0/5000000");
    }

    @Test
    void when_some_will_expire_then_the_balance_says_how_many_and_when() {
        var soon = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
        promote(tenant, UUID.randomUUID(), CREDIT, soon).then().statusCode(200);
        assertThat(expiring("credits")).containsExactly(1_000_000, 3_000_000);
        assertThat(expiring("expires_at").getFirst()).isEqualTo(soon.toString());
        hold(job, tenant, 2);
        assertThat(expiring("credits")).containsExactly(2_000_000);
        hold(JobId.next(), tenant, 4);
        assertThat(expiring("credits")).isEmpty();
    }

    private List<Object> expiring(String member) {
        return asApi().get("/internal/tenants/{t}/expiring", tenant.toString())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data." + member);
    }

    @Nested
    class GivenAHoldThatCountsOnThem {
        @BeforeEach
        void holdAndExpire() {
            hold(job, tenant, 2);
            expire();
            awaitAvailable("2000000");
        }

        @Test
        void then_only_what_is_not_held_lapses() {
            assertThat(books(tenant)).isEqualTo("2000000/2000000/0/5000000");
            assertThat(left()).isEqualTo(2 * CREDIT);
        }

        @Test
        void when_it_is_given_back_then_that_lapses_too() {
            voidHold(job, tenant);
            await().untilAsserted(() -> assertThat(left()).isZero());
            assertThat(books(tenant)).isEqualTo("2000000/0/0/5000000");
        }

        @Test
        void when_its_job_delivers_then_they_pay_for_it() throws InterruptedException {
            try (var topic = new Topic(broker)) {
                topic.say(report(job, tenant, Status.COMPLETED, 0, 1));
                await().untilAsserted(() -> assertThat(left()).isZero());
            }
            assertThat(books(tenant)).isEqualTo("2000000/0/2000000/5000000");
        }

        @Test
        void when_a_later_hold_is_captured_then_they_do_not_pay_for_it()
                throws InterruptedException {
            var later = JobId.next();
            hold(later, tenant, 1);
            try (var topic = new Topic(broker)) {
                topic.say(report(later, tenant, Status.COMPLETED, 0));
                await().untilAsserted(
                                () ->
                                        assertThat(books(tenant))
                                                .isEqualTo("1000000/2000000/1000000/5000000"));
            }
            assertThat(left()).isEqualTo(2 * CREDIT);
        }
    }

    @AfterEach
    void the_ledger_is_balanced_after_every_test() {
        var proof = proof();
        assertThat(proof.getBoolean("balanced")).as(proof.prettify()).isTrue();
    }
}
