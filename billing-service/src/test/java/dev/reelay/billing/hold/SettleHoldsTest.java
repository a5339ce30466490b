package dev.reelay.billing.hold;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.BillingClient.voidHold;
import static dev.reelay.billing.Topic.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.billing.Topic;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Part;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class SettleHoldsTest {
    @Inject Jdbi jdbi;
    @Inject PostgresHolds holds;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @SuppressWarnings("NullAway.Init")
    private Topic topic;

    private TenantId tenant = TenantId.next();
    private final JobId job = JobId.next();

    @BeforeEach
    void listen() {
        topic = new Topic(broker);
        tenant = tenantWith(10 * CREDIT);
    }

    @AfterEach
    void leave() throws InterruptedException {
        topic.close();
    }

    private HoldSettled settled(String captured, String released) {
        return new HoldSettled(job, tenant, Credits.of(captured), Credits.of(released));
    }

    private void awaitHeard(HoldSettled... expected) {
        await().untilAsserted(() -> assertThat(topic.heardOf(job)).containsExactly(expected));
    }

    private long untold() {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        "select count(*) from hold"
                                                + " where id = :job and tell_at is not null")
                                .bind("job", job.value())
                                .mapTo(Long.class)
                                .one());
    }

    @Nested
    class GivenACapturedHoldForThreeClips {
        @BeforeEach
        void capture() {
            hold(job, tenant, 3);
            topic.say(report(job, tenant, Status.COMPLETED, 0, 1));
            awaitHeard(settled("2", "1"));
        }

        private HoldSettled refunded() {
            return new HoldSettled(
                    job, tenant, Credits.of("2"), Credits.of("1"), Credits.of("0.5"));
        }

        @Test
        void when_a_part_is_refunded_then_that_is_told_with_the_settlement() {
            refund();
            awaitHeard(settled("2", "1"), refunded());
            topic.say(report(job, tenant, Status.COMPLETED, 0, 1));
            awaitHeard(settled("2", "1"), refunded(), refunded());
        }

        @Test
        void when_it_was_told_then_it_is_owed_again_until_it_was_told_seven_times() {
            refund();
            awaitHeard(settled("2", "1"), refunded());
            awaitTold(1);
            assertThat(owed()).isTrue();
            jdbi.useHandle(
                    db ->
                            db.createUpdate(
                                            """
                                            update hold set refund_told = 6, tell_at = now()
                                             where id = :job
                                            """)
                                    .bind("job", job.value())
                                    .execute());
            awaitHeard(settled("2", "1"), refunded(), refunded());
            awaitTold(7);
            assertThat(owed()).isFalse();
        }

        private void refund() {
            asApi().body("{\"amount\":500000,\"reason\":\"late\"}")
                    .put("/internal/refunds/{job}", job.toString())
                    .then()
                    .statusCode(200);
        }

        private void awaitTold(int times) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> column("refund_told", Integer.class) == times);
        }

        private boolean owed() {
            return column("tell_at is not null", Boolean.class);
        }

        private <T> T column(String expression, Class<T> type) {
            return jdbi.withHandle(
                    db ->
                            db.createQuery("select <expression> from hold where id = :job")
                                    .define("expression", expression)
                                    .bind("job", job.value())
                                    .mapTo(type)
                                    .one());
        }
    }

    @Nested
    class GivenAHoldForThreeClips {
        @BeforeEach
        void place() {
            hold(job, tenant, 3);
        }

        @Test
        void when_all_are_delivered_then_all_is_captured() {
            topic.say(report(job, tenant, Status.COMPLETED, 0, 1, 2));
            awaitHeard(settled("3", "0"));
            assertThat(books(tenant)).isEqualTo("7000000/0/3000000/10000000");
        }

        @Test
        void when_two_are_delivered_then_two_are_captured_and_one_is_released() {
            topic.say(report(job, tenant, Status.COMPLETED, 0, 2));
            awaitHeard(settled("2", "1"));
            assertThat(books(tenant)).isEqualTo("8000000/0/2000000/10000000");
        }

        /// Of a share of 1 credit, 2.999 s of 5 and a third of 3: 0.5998 and 0.333333.
        @Test
        void
                when_clips_are_shorter_than_ordered_then_their_parts_are_captured_and_the_rest_released() {
            var whole = report(job, tenant, Status.COMPLETED, 0, 1, 2);
            var parts =
                    List.of(
                            whole.outputs().get(0).paying(new Part(2999, 5000)),
                            whole.outputs().get(1),
                            whole.outputs().get(2).paying(new Part(1, 3)));
            topic.say(
                    new JobReport(
                            job,
                            tenant,
                            5,
                            Status.COMPLETED,
                            100,
                            null,
                            null,
                            parts,
                            null,
                            List.of()));
            awaitHeard(settled("1.933133", "1.066867"));
            assertThat(books(tenant)).isEqualTo("8066867/0/1933133/10000000");
            assertThat(proof().getBoolean("balanced")).isTrue();
        }

        @ParameterizedTest
        @EnumSource(names = {"FAILED", "CANCELLED", "EXPIRED"})
        void when_the_job_fails_then_all_is_released(Status status) {
            topic.say(report(job, tenant, status));
            awaitHeard(settled("0", "3"));
            assertThat(books(tenant)).isEqualTo("10000000/0/0/10000000");
        }

        @Test
        void when_the_job_goes_on_then_nothing_is_settled() {
            topic.say(report(job, tenant, Status.IN_PROGRESS));
            var other = JobId.next();
            hold(other, tenant, 1);
            topic.say(report(other, tenant, Status.FAILED));
            await().until(() -> !topic.heardOf(other).isEmpty());
            assertThat(books(tenant)).isEqualTo("7000000/3000000/0/10000000");
        }

        @Test
        void when_the_end_is_reported_again_then_the_settlement_is_told_again_and_nothing_moves() {
            topic.say(report(job, tenant, Status.COMPLETED, 0, 2));
            awaitHeard(settled("2", "1"));
            topic.say(report(job, tenant, Status.COMPLETED, 0, 1, 2));
            awaitHeard(settled("2", "1"), settled("2", "1"));
            topic.say(report(job, tenant, Status.FAILED));
            awaitHeard(settled("2", "1"), settled("2", "1"), settled("2", "1"));
            assertThat(books(tenant)).isEqualTo("8000000/0/2000000/10000000");
        }

        @Test
        void when_another_tenants_report_names_it_then_it_stays_held() {
            topic.say(report(job, tenantWith(0), Status.COMPLETED, 0, 1, 2));
            topic.say(report(job, tenant, Status.FAILED));
            awaitHeard(settled("0", "3"));
        }

        @Test
        void when_the_process_dies_after_the_commit_then_a_sweep_tells_what_it_owed() {
            var held = holds.find(job).orElseThrow();
            // Committed; the process is gone before a byte reaches Kafka.
            holds.settle(List.of(Settlement.of(held, report(job, tenant, Status.COMPLETED, 1))));
            awaitHeard(settled("1", "2"));
            await().until(() -> untold() == 0);
        }

        @Test
        void when_poison_stands_before_it_then_the_poison_is_skipped() {
            var key = job.toString();
            topic.say(key, "not json");
            topic.say(key, null);
            topic.say(key, "{}");
            topic.say(key, "[1,2,3]");
            topic.say(key, "{\"job\":null,\"tenant\":null,\"status\":\"completed\",\"version\":1}");
            topic.say(key, "{\"job\":\"%s\",\"status\":\"on fire\"}".formatted(job));
            topic.say(report(JobId.next(), tenant, Status.COMPLETED, 0));
            topic.say(report(job, tenant, Status.COMPLETED, 0, 1, 2));
            awaitHeard(settled("3", "0"));
        }
    }

    @Test
    void when_the_job_was_voided_then_its_report_changes_nothing() {
        hold(job, tenant, 1);
        voidHold(job, tenant);
        topic.say(report(job, tenant, Status.COMPLETED, 0));
        var other = JobId.next();
        hold(other, tenant, 1);
        topic.say(report(other, tenant, Status.COMPLETED, 0));
        await().until(() -> !topic.heardOf(other).isEmpty());
        assertThat(topic.heardOf(job)).isEmpty();
        assertThat(books(tenant)).isEqualTo("9000000/0/1000000/10000000");
    }

    @Test
    void when_a_settled_job_is_voided_then_it_stays_settled() {
        hold(job, tenant, 1);
        topic.say(report(job, tenant, Status.COMPLETED, 0));
        awaitHeard(settled("1", "0"));
        assertThat(voidHold(job, tenant)).isEqualTo("captured");
    }

    @Test
    void a_message_has_the_form_that_the_api_reads() {
        assertThat(EventJson.write(settled("2", "1")))
                .isEqualTo(
                        """
                        {"job":"%s","tenant":"%s","captured":2000000,"released":1000000,\
                        "refunded":0}"""
                                .formatted(job, tenant));
    }

    @AfterEach
    void the_ledger_is_balanced_after_every_test() {
        assertThat(proof().getBoolean("balanced")).isTrue();
    }
}
