package dev.reelay.billing.hold;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.facts;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.holdBody;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.BillingClient.voidHold;
import static dev.reelay.billing.Topic.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LimitTest {
    private static final int DAY = 86_400;

    @Inject Jdbi jdbi;
    @Inject SettleHolds settling;

    private TenantId tenant = TenantId.next();
    private final UUID key = UUID.randomUUID();

    @BeforeEach
    void give() {
        tenant = tenantWith(100 * CREDIT);
    }

    private JsonPath ask(JobId job, int clips, String limits) {
        return hold(
                job,
                holdBody(
                        tenant,
                        "live",
                        facts(clips),
                        ",\"key\":\"%s\",\"end_user\":\"u-1\",\"limits\":%s"
                                .formatted(key, limits)));
    }

    private static String outcome(JsonPath answer) {
        return answer.getString("outcome");
    }

    private JobId held(int clips, String limits) {
        var job = JobId.next();
        assertThat(outcome(ask(job, clips, limits))).isEqualTo("held");
        return job;
    }

    private void end(JobId job, Status status, int... clips) throws InterruptedException {
        settling.on(List.of(EventJson.write(report(job, tenant, status, clips))));
    }

    @Nested
    class GivenAPlanOfTwoUnfinishedJobs {
        private static final String TWO = "{\"unfinished\":2}";

        @Test
        void when_a_third_is_asked_for_then_it_is_told_how_many_there_may_be() {
            held(1, TWO);
            held(1, TWO);
            var answer = ask(JobId.next(), 1, TWO);
            assertThat(answer.<Object>get())
                    .isEqualTo(Map.of("outcome", "too_many_unfinished", "most", 2));
            assertThat(books(tenant)).isEqualTo("98000000/2000000/0/100000000");
        }

        @Test
        void when_one_was_delivered_then_there_is_room_again() throws InterruptedException {
            var first = held(1, TWO);
            held(1, TWO);
            end(first, Status.COMPLETED, 0);
            held(1, TWO);
        }

        @Test
        void when_one_failed_then_there_is_room_again() throws InterruptedException {
            var first = held(1, TWO);
            held(1, TWO);
            end(first, Status.FAILED);
            held(1, TWO);
        }

        @Test
        void when_one_was_given_up_then_there_is_room_again() {
            var first = held(1, TWO);
            held(1, TWO);
            voidHold(first, tenant);
            held(1, TWO);
        }

        @Test
        void when_an_accepted_one_is_asked_for_again_then_it_is_still_held() {
            held(1, TWO);
            var second = held(1, TWO);
            assertThat(outcome(ask(second, 1, TWO))).isEqualTo("held");
        }
    }

    @Nested
    class GivenAPlanOfTwoJobsADay {
        private static final String TWO = "{\"per_day\":2}";

        @Test
        void when_two_have_ended_then_a_third_is_still_too_many() throws InterruptedException {
            end(held(1, TWO), Status.COMPLETED, 0);
            end(held(1, TWO), Status.FAILED);
            var answer = ask(JobId.next(), 1, TWO);
            assertThat(outcome(answer)).isEqualTo("too_many_today");
            assertThat(answer.getInt("most")).isEqualTo(2);
            assertThat(answer.getInt("seconds")).isBetween(1, DAY);
        }

        @Test
        void when_one_was_given_up_then_it_does_not_count() {
            voidHold(held(1, TWO), tenant);
            held(1, TWO);
            held(1, TWO);
            assertThat(outcome(ask(JobId.next(), 1, TWO))).isEqualTo("too_many_today");
        }

        @Test
        void when_they_were_yesterday_then_they_do_not_count() {
            held(1, TWO);
            held(1, TWO);
            aDayPasses();
            held(1, TWO);
            held(1, TWO);
            assertThat(outcome(ask(JobId.next(), 1, TWO))).isEqualTo("too_many_today");
        }
    }

    /// As if all that happened had happened a day earlier.
    private void aDayPasses() {
        jdbi.useHandle(
                db -> {
                    for (var change :
                            List.of(
                                    """
                                    update account set today = today - 1 where tenant_id = ?
                                    """,
                                    """
                                    update hold set created_at = created_at - interval '24 h'
                                     where tenant_id = ?
                                    """,
                                    """
                                    update spending k
                                       set starts = period_start(k.period, now() - interval '24 h')
                                      from account a where a.id = k.account_id and a.tenant_id = ?
                                    """)) {
                        db.execute(change, tenant.value());
                    }
                });
    }

    @Nested
    class GivenAKeyThatMaySpendThreeCredits {
        @ParameterizedTest
        @ValueSource(strings = {"day", "month", "total"})
        void when_more_would_be_spent_then_it_is_over_its_budget(String period) {
            var limits = limits(period);
            held(2, limits);
            var answer = ask(JobId.next(), 2, limits);
            assertThat(outcome(answer)).isEqualTo("over_budget");
            assertThat(answer.getString("of")).isEqualTo("key");
            assertThat(answer.getString("period")).isEqualTo(period);
            assertThat(answer.getLong("most")).isEqualTo(3 * CREDIT);
            assertThat(answer.getLong("spent")).isEqualTo(2 * CREDIT);
            assertThat(answer.getLong("needed")).isEqualTo(2 * CREDIT);
            assertThat(answer.getInt("seconds")).isBetween(0, 31 * DAY);
            held(1, limits);
        }

        private static String limits(String period) {
            return "{\"spending\":{\"%s\":%d}}".formatted(period, 3 * CREDIT);
        }

        @Test
        void when_what_was_held_comes_back_then_it_may_be_spent() throws InterruptedException {
            var limits = limits("month");
            end(held(3, limits), Status.COMPLETED, 1);
            end(held(2, limits), Status.FAILED);
            voidHold(held(2, limits), tenant);
            held(2, limits);
            assertThat(ask(JobId.next(), 1, limits).getLong("spent")).isEqualTo(3 * CREDIT);
        }

        @Test
        void when_it_spent_before_it_had_a_limit_then_that_counts() throws InterruptedException {
            end(held(2, "{}"), Status.COMPLETED, 0);
            held(1, "{}");
            var answer = ask(JobId.next(), 2, limits("total"));
            assertThat(outcome(answer)).isEqualTo("over_budget");
            assertThat(answer.getLong("spent")).isEqualTo(2 * CREDIT);
        }

        @Test
        void when_its_limit_falls_below_what_is_spent_then_what_is_held_still_comes_back()
                throws InterruptedException {
            var job = held(3, limits("total"));
            var less = "{\"spending\":{\"total\":%d}}".formatted(CREDIT);
            assertThat(outcome(ask(JobId.next(), 1, less))).isEqualTo("over_budget");
            end(job, Status.FAILED);
            held(1, less);
        }

        @Test
        void when_another_key_asks_then_it_is_not_in_its_way() {
            held(3, limits("day"));
            var other =
                    holdBody(
                            tenant,
                            "live",
                            facts(3),
                            ",\"key\":\"%s\",\"limits\":%s"
                                    .formatted(UUID.randomUUID(), limits("day")));
            assertThat(outcome(hold(JobId.next(), other))).isEqualTo("held");
        }

        @Test
        void when_the_day_is_over_then_only_the_daily_limit_begins_anew() {
            var limits =
                    "{\"spending\":{\"day\":%d,\"total\":%d}}".formatted(3 * CREDIT, 4 * CREDIT);
            held(3, limits);
            aDayPasses();
            var answer = ask(JobId.next(), 2, limits);
            assertThat(answer.getString("period")).isEqualTo("total");
            assertThat(answer.getInt("seconds")).isZero();
            held(1, limits);
        }

        @Test
        void when_no_key_is_named_then_it_is_a_malformed_request() {
            asApi().body(holdBody(tenant, "live", facts(1), ",\"limits\":" + limits("day")))
                    .put("/internal/holds/{job}", JobId.next().toString())
                    .then()
                    .statusCode(400);
        }
    }

    @Nested
    class GivenAWorkspaceThatMaySpendThreeCredits {
        private final UUID workspace = UUID.randomUUID();

        private JsonPath ask(JobId job, int clips, UUID by, String ofKey) {
            return hold(
                    job,
                    holdBody(
                            tenant,
                            "live",
                            facts(clips),
                            ",\"key\":\"%s\",\"workspace\":\"%s\",\"limits\":{%s\"workspace_spending\":{\"month\":%d}}"
                                    .formatted(by, workspace, ofKey, 3 * CREDIT)));
        }

        private JobId held(int clips, UUID by) {
            var job = JobId.next();
            assertThat(outcome(ask(job, clips, by, ""))).isEqualTo("held");
            return job;
        }

        @Test
        void when_two_keys_spend_of_it_then_both_together_are_over_its_budget() {
            held(2, key);
            var answer = ask(JobId.next(), 2, UUID.randomUUID(), "");
            assertThat(outcome(answer)).isEqualTo("over_budget");
            assertThat(answer.getString("of")).isEqualTo("workspace");
            assertThat(answer.getString("period")).isEqualTo("month");
            assertThat(answer.getLong("most")).isEqualTo(3 * CREDIT);
            assertThat(answer.getLong("spent")).isEqualTo(2 * CREDIT);
            held(1, UUID.randomUUID());
        }

        @Test
        void when_the_key_has_less_then_its_own_limit_is_named() {
            var two = "\"spending\":{\"month\":%d},".formatted(2 * CREDIT);
            assertThat(outcome(ask(JobId.next(), 2, key, two))).isEqualTo("held");
            var answer = ask(JobId.next(), 1, key, two);
            assertThat(answer.getString("of")).isEqualTo("key");
            assertThat(answer.getLong("most")).isEqualTo(2 * CREDIT);
            assertThat(ask(JobId.next(), 2, key, two).getString("of")).isEqualTo("workspace");
        }

        @Test
        void when_what_was_held_comes_back_then_it_may_be_spent() throws InterruptedException {
            end(held(3, key), Status.COMPLETED, 1);
            end(held(2, key), Status.FAILED);
            voidHold(held(2, key), tenant);
            held(2, key);
            assertThat(ask(JobId.next(), 1, key, "").getLong("spent")).isEqualTo(3 * CREDIT);
        }

        @Test
        void when_the_first_of_the_tenant_is_meant_then_jobs_that_named_none_are_its() {
            hold(JobId.next(), tenant, 2);
            var limited =
                    ",\"workspace\":\"%s\",\"limits\":{\"workspace_spending\":{\"total\":%d}}"
                            .formatted(tenant, 3 * CREDIT);
            var answer = hold(JobId.next(), holdBody(tenant, "live", facts(2), limited));
            assertThat(answer.getString("of")).isEqualTo("workspace");
            assertThat(answer.getLong("spent")).isEqualTo(2 * CREDIT);
        }

        @Test
        void when_key_and_workspace_are_the_same_then_it_is_a_malformed_request() {
            var same = ",\"key\":\"%1$s\",\"workspace\":\"%1$s\"".formatted(key);
            asApi().body(holdBody(tenant, "live", facts(1), same))
                    .put("/internal/holds/{job}", JobId.next().toString())
                    .then()
                    .statusCode(400);
        }
    }

    @AfterEach
    void what_counts_is_what_the_holds_come_to() {
        var proof = proof();
        assertThat(proof.getBoolean("balanced")).as(proof.prettify()).isTrue();
    }
}
