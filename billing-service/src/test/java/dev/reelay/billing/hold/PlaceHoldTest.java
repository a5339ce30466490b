package dev.reelay.billing.hold;

import static dev.reelay.billing.BillingClient.CLIP;
import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.facts;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.holdBody;
import static dev.reelay.billing.BillingClient.postVoid;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.putHold;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.BillingClient.voidHold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PlaceHoldTest {
    @Inject Jdbi jdbi;

    @Nested
    class GivenATenantWithThreeCredits {
        private TenantId tenant = TenantId.next();

        @BeforeEach
        void give() {
            tenant = tenantWith(3 * CREDIT);
        }

        private final JobId job = JobId.next();

        @Test
        void when_the_job_costs_less_then_its_price_is_held() {
            var answer = hold(job, tenant, 2);
            assertThat(answer.<Map<String, Object>>get())
                    .containsOnlyKeys("outcome", "price_version", "amount")
                    .containsEntry("outcome", "held")
                    .containsEntry("amount", 2_000_000);
            assertThat(books(tenant)).isEqualTo("1000000/2000000/0/3000000");
        }

        @Test
        void when_the_request_is_repeated_then_it_answers_the_same_and_holds_once() {
            var first = hold(job, tenant, 2);
            var second = hold(job, tenant, 2);
            assertThat(second.<Map<String, Object>>get()).isEqualTo(first.get());
            assertThat(books(tenant)).isEqualTo("1000000/2000000/0/3000000");
        }

        @Test
        void when_the_request_is_repeated_then_the_account_is_not_even_locked() {
            hold(job, tenant, 1);
            var before = rowOfAccount();
            hold(job, tenant, 1);
            assertThat(rowOfAccount()).isEqualTo(before);
        }

        /// Place, writer and last locker of the row: a debit that was undone would show here.
        private String rowOfAccount() {
            return jdbi.withHandle(
                    db ->
                            db.createQuery(
                                            """
                                            select concat_ws(' ', ctid, xmin, xmax) from account
                                             where tenant_id = :tenant
                                            """)
                                    .bind("tenant", tenant.value())
                                    .mapTo(String.class)
                                    .one());
        }

        @Test
        void when_the_repeat_could_no_longer_be_accepted_then_it_is_still_held() {
            hold(job, tenant, 3);
            var dearer = hold(job, holdBody(tenant, "live", facts(3), ",\"max_cost\":1"));
            var unknown =
                    hold(job, holdBody(tenant, "live", facts(3).replace("storyboard", "gone"), ""));
            assertThat(List.of(dearer.getString("outcome"), unknown.getString("outcome")))
                    .containsExactly("held", "held");
            assertThat(dearer.getLong("amount")).isEqualTo(3 * CLIP);
        }

        @Test
        void when_the_job_costs_more_then_it_is_short_and_nothing_is_held() {
            var answer = hold(job, tenant, 4);
            assertThat(answer.<Map<String, Object>>get())
                    .isEqualTo(
                            Map.of(
                                    "outcome",
                                    "short",
                                    "needed",
                                    4_000_000,
                                    "available",
                                    3_000_000));
            assertThat(books(tenant)).isEqualTo("3000000/0/0/3000000");
        }

        @Test
        void when_the_price_is_above_what_the_tenant_would_pay_then_nothing_is_held() {
            var answer = hold(job, holdBody(tenant, "live", facts(2), ",\"max_cost\":1999999"));
            assertThat(answer.<Map<String, Object>>get())
                    .isEqualTo(Map.of("outcome", "above_max_cost", "amount", 2_000_000));
            assertThat(books(tenant)).isEqualTo("3000000/0/0/3000000");
        }

        @Test
        void when_the_price_is_exactly_what_the_tenant_would_pay_then_it_is_held() {
            var answer = hold(job, holdBody(tenant, "live", facts(2), ",\"max_cost\":2000000"));
            assertThat(answer.getString("outcome")).isEqualTo("held");
        }

        @ParameterizedTest
        @ValueSource(strings = {"reelay/storyboard-1:nobody/knows", "720p:4K"})
        void when_nobody_has_a_price_then_it_is_unpriceable(String change) {
            var swap = change.split(":");
            var answer =
                    hold(job, holdBody(tenant, "live", facts(1).replace(swap[0], swap[1]), ""));
            assertThat(answer.getString("outcome")).isEqualTo("unpriceable");
            assertThat(answer.getString("why")).contains(swap[1]);
        }

        @Test
        void when_the_job_was_given_up_before_then_the_late_hold_is_refused() {
            assertThat(voidHold(job, tenant)).isEqualTo("voided");
            assertThat(hold(job, tenant, 1).<Map<String, Object>>get())
                    .isEqualTo(Map.of("outcome", "voided"));
            assertThat(books(tenant)).isEqualTo("3000000/0/0/3000000");
        }

        @Test
        void when_a_held_job_is_given_up_then_its_credits_come_back_once() {
            hold(job, tenant, 2);
            assertThat(List.of(voidHold(job, tenant), voidHold(job, tenant)))
                    .containsExactly("voided", "voided");
            assertThat(books(tenant)).isEqualTo("3000000/0/0/3000000");
            assertThat(hold(job, tenant, 2).getString("outcome")).isEqualTo("voided");
        }

        @Test
        void when_another_tenant_names_the_job_then_it_is_a_conflict_and_nothing_moves() {
            var other = tenantWith(CREDIT);
            hold(job, tenant, 1);
            putHold(job.toString(), holdBody(other, "live", facts(1), "")).then().statusCode(409);
            postVoid(job, other).then().statusCode(409);
            assertThat(books(other)).isEqualTo("1000000/0/0/1000000");
            assertThat(books(tenant)).isEqualTo("2000000/1000000/0/3000000");
        }

        @Test
        void when_a_clip_is_free_then_a_hold_of_nothing_is_placed() {
            var free = addPriceVersion("0");
            var answer = hold(job, holdBody(tenant, "live", priced(1), quoted(free, 0)));
            assertThat(answer.getString("outcome")).isEqualTo("held");
            assertThat(books(tenant)).isEqualTo("3000000/0/0/3000000");
            assertThat(proof().getBoolean("balanced")).isTrue();
        }
    }

    @Nested
    class GivenATenantWhomNobodyGaveCredits {
        private final TenantId tenant = TenantId.next();

        @Test
        void when_it_asks_for_live_credits_then_it_is_short_with_nothing_available() {
            assertThat(hold(JobId.next(), tenant, 1).<Map<String, Object>>get())
                    .isEqualTo(Map.of("outcome", "short", "needed", 1_000_000, "available", 0));
        }

        @Test
        void when_it_uses_a_test_key_then_its_test_account_has_ten_thousand_credits() {
            var answer = hold(JobId.next(), holdBody(tenant, "test", facts(1), ""));
            assertThat(answer.getString("outcome")).isEqualTo("held");
            assertThat(books(tenant, "test")).isEqualTo("9999000000/1000000/0/10000000000");
            assertThat(books(tenant)).isEqualTo("0/0/0/0");
        }
    }

    @Nested
    class GivenAQuote {
        private TenantId tenant = TenantId.next();

        @BeforeEach
        void give() {
            tenant = tenantWith(3 * CREDIT);
        }

        @Test
        void when_it_is_redeemed_after_the_price_has_changed_then_the_quoted_price_is_held() {
            var quoted = addPriceVersion("0.2");
            addPriceVersion("0.4");
            var body = holdBody(tenant, "live", priced(2), quoted(quoted, 2 * CLIP));
            var answer = hold(JobId.next(), body);
            assertThat(answer.getInt("price_version")).isEqualTo(quoted);
            assertThat(answer.getLong("amount")).isEqualTo(2 * CLIP);
        }

        @Test
        void when_nobody_quoted_then_the_newest_price_is_held_within_seconds() {
            var newest = addPriceVersion("0.4");
            var body = holdBody(tenant, "live", priced(1), "");
            await().untilAsserted(
                            () -> {
                                var quote = asApi().body(body).post("/internal/quotes").jsonPath();
                                assertThat(quote.<Map<String, Object>>get())
                                        .isEqualTo(
                                                Map.of(
                                                        "outcome",
                                                        "priced",
                                                        "price_version",
                                                        newest,
                                                        "amount",
                                                        2_000_000));
                            });
            assertThat(hold(JobId.next(), body).getInt("price_version")).isEqualTo(newest);
        }

        @Test
        void when_it_is_of_other_facts_or_of_no_version_then_it_is_refused() {
            for (var quoted : List.of(quoted(1, CLIP), quoted(999_999, 2 * CLIP))) {
                putHold(JobId.next().toString(), holdBody(tenant, "live", facts(2), quoted))
                        .then()
                        .statusCode(400);
            }
            assertThat(books(tenant)).isEqualTo("3000000/0/0/3000000");
        }
    }

    private static String quoted(int version, long amount) {
        return ",\"quote\":{\"price_version\":%d,\"amount\":%d}".formatted(version, amount);
    }

    /// Facts of a model whose price these tests change; the others stay as they are for all tests.
    private static String priced(int clips) {
        return facts(clips).replace("reelay/storyboard-1", "test/priced");
    }

    private int addPriceVersion(String perSecond) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        insert into price_version (rules)
                                        select rules || jsonb_build_object(
                                                 'test/priced',
                                                 jsonb_set(rules -> 'reelay/storyboard-1',
                                                           '{per_second,720p}',
                                                           to_jsonb(cast(:rate as text))))
                                          from price_version order by id desc limit 1
                                        returning id
                                        """)
                                .bind("rate", perSecond)
                                .mapTo(Integer.class)
                                .one());
    }
}
