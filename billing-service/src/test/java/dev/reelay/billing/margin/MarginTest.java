package dev.reelay.billing.margin;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.Topic.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.billing.Topic;
import dev.reelay.common.event.JobReport.Charge;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MarginTest {
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
        var proof = proof();
        assertThat(proof.getBoolean("balanced")).as(proof.prettify()).isTrue();
    }

    private static Charge charge(int output, String provider, long micros) {
        return new Charge(
                UUID.randomUUID(), output, provider, provider + "-1", "clip", micros, false);
    }

    private void awaitSettled(JobId settled, int times) {
        await().atMost(Duration.ofSeconds(30)).until(() -> topic.heardOf(settled).size() >= times);
    }

    private static JsonPath money(JobId of) {
        return asApi().get("/internal/jobs/{job}/money", of.toString())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void refund(JobId of, long micros) {
        asApi().body("{\"amount\":%d,\"reason\":\"late\"}".formatted(micros))
                .put("/internal/refunds/{job}", of.toString())
                .then()
                .statusCode(200);
    }

    /// This tenant's line.
    private String ofTenant() {
        var before = tenant.toString().substring(0, 35);
        return line("by=tenant&limit=1&after=" + before);
    }

    /// The first group as `group jobs/jobs_with_cost captured-refunded cost/house_loss`.
    private static String line(String query) {
        var sum =
                asApi().get("/internal/margins?" + query)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        return "%s %d/%d %d-%d %d/%d"
                .formatted(
                        sum.getString("groups[0].group"),
                        sum.getInt("groups[0].jobs"),
                        sum.getInt("groups[0].jobs_with_cost"),
                        sum.getLong("groups[0].captured"),
                        sum.getLong("groups[0].refunded"),
                        sum.getLong("groups[0].cost"),
                        sum.getLong("groups[0].house_loss"));
    }

    @Test
    void when_a_job_ends_without_known_costs_then_it_has_none() {
        hold(job, tenant, 1);
        topic.say(report(job, tenant, Status.COMPLETED, 0));
        awaitSettled(job, 1);
        assertThat(money(job).getList("charges")).isEmpty();
        assertThat(ofTenant()).isEqualTo(tenant + " 1/0 1000000-0 0/0");
    }

    @Test
    void when_a_job_that_cost_something_fails_then_that_is_a_house_loss() {
        hold(job, tenant, 2);
        topic.say(
                report(job, tenant, Status.EXPIRED).charging(List.of(charge(0, "kling", 30_000))));
        awaitSettled(job, 1);
        assertThat(money(job).getLong("house_loss")).isEqualTo(30_000);
        assertThat(ofTenant()).isEqualTo(tenant + " 1/1 0-0 30000/30000");
    }

    @Test
    void when_a_report_names_another_tenants_job_then_its_charges_are_not_kept() {
        hold(job, tenant, 1);
        var other = tenantWith(CREDIT);
        topic.say(report(job, other, Status.COMPLETED, 0).charging(List.of(charge(0, "kling", 5))));
        topic.say(report(job, tenant, Status.COMPLETED, 0));
        awaitSettled(job, 1);
        assertThat(money(job).getLong("cost")).isZero();
    }

    @Test
    void when_the_job_never_held_anything_then_it_is_unknown() {
        asApi().get("/internal/jobs/{job}/money", job.toString()).then().statusCode(404);
    }

    @Nested
    class GivenAJobOfTwoClipsAtTwoProviders {
        private final String from = String.valueOf(Instant.now().getEpochSecond() - 1);
        private final List<Charge> charges =
                List.of(charge(0, "kling", 20_000), charge(1, "vidu", 50_000));

        @BeforeEach
        void end() {
            hold(job, tenant, 3);
            topic.say(report(job, tenant, Status.COMPLETED, 0, 1).charging(charges));
            awaitSettled(job, 1);
        }

        @Test
        void then_what_it_brought_and_cost_is_shown() {
            var money = money(job);
            assertThat(money.getString("tenant")).isEqualTo(tenant.toString());
            assertThat(money.getString("state")).isEqualTo("captured");
            assertThat(money.getLong("captured")).isEqualTo(2 * CREDIT);
            assertThat(money.getLong("amount")).isEqualTo(3 * CREDIT);
            assertThat(money.getList("charges.provider")).isEqualTo(List.of("kling", "vidu"));
            assertThat(money.getList("charges.cost")).isEqualTo(List.of(20_000, 50_000));
            assertThat(money.getLong("cost")).isEqualTo(70_000);
            assertThat(money.getLong("house_loss")).isZero();
        }

        @Test
        void when_its_end_is_reported_again_then_nothing_is_charged_twice() {
            topic.say(report(job, tenant, Status.COMPLETED, 0, 1).charging(charges));
            awaitSettled(job, 2);
            assertThat(ofTenant()).isEqualTo(tenant + " 1/1 2000000-0 70000/0");
        }

        @Test
        void when_a_part_is_refunded_then_the_tenant_has_paid_for_it_all_the_same() {
            refund(job, CREDIT);
            assertThat(ofTenant()).isEqualTo(tenant + " 1/1 2000000-1000000 70000/0");
        }

        @Test
        void when_all_is_refunded_then_its_cost_is_a_house_loss() {
            refund(job, 2 * CREDIT);
            assertThat(money(job).getLong("house_loss")).isEqualTo(70_000);
            assertThat(ofTenant()).isEqualTo(tenant + " 1/1 2000000-2000000 70000/70000");
        }

        @Test
        void then_each_provider_has_a_part_and_the_total_is_that_of_any_grouping() {
            var span = "&from=" + from + "&limit=1";
            assertThat(line("by=provider&after=klinf" + span)).startsWith("kling ");
            assertThat(line("by=provider&after=vidt" + span)).startsWith("vidu ");
            var totals =
                    List.of("day", "model", "provider", "tenant").stream()
                            .map(by -> total("by=" + by + span))
                            .distinct()
                            .toList();
            assertThat(totals).hasSize(1);
        }

        private static Object total(String query) {
            return asApi().get("/internal/margins?" + query).then().extract().path("total");
        }
    }
}
