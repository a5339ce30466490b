package dev.reelay.billing.hold;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.Topic.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.billing.Topic;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Books that were set back.
@QuarkusTest
class RestoredTest {
    @Inject Jdbi jdbi;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @AfterEach
    void forgetGaps() {
        jdbi.useHandle(db -> db.execute("delete from restored_gap"));
    }

    @Test
    void when_a_job_of_before_has_no_hold_then_it_is_told_that_it_cost_nothing()
            throws InterruptedException {
        var tenant = TenantId.next();
        var older = JobId.next();
        jdbi.useHandle(
                db ->
                        db.execute(
                                "insert into restored_gap (began, ended)"
                                        + " values (now() - interval '1 hour', clock_timestamp())"));
        var newer = JobId.firstAt(Instant.now().plusSeconds(60));
        var topic = new Topic(broker);
        try {
            topic.say(report(newer, tenant, Status.COMPLETED, 0));
            topic.say(report(older, tenant, Status.COMPLETED, 0));
            await().untilAsserted(
                            () ->
                                    assertThat(topic.heardOf(older))
                                            .containsExactly(
                                                    new HoldSettled(
                                                            older,
                                                            tenant,
                                                            Credits.ZERO,
                                                            Credits.ZERO)));
            assertThat(topic.heardOf(newer)).isEmpty();
        } finally {
            topic.close();
        }
        assertThat(proof().getBoolean("balanced")).isTrue();
    }

    @Test
    void when_holds_are_listed_then_they_come_in_pages_by_the_time_of_their_jobs() {
        var tenant = tenantWith(10 * CREDIT);
        var moment = Instant.parse("2031-05-06T07:08:09Z"); // where no other test has any
        var first = at(moment, 1);
        var second = at(moment, 2);
        var third = at(moment.plusSeconds(5), 3);
        hold(third, tenant, 1);
        hold(first, tenant, 1);
        hold(second, tenant, 1);

        var after = JobId.firstAt(moment);
        var until = JobId.firstAt(moment.plusSeconds(5));
        var page = list(after, until, "1");
        assertThat(page).containsExactly(Map.entry(first.toString(), "held"));
        assertThat(list(first, until, "5")).containsExactly(Map.entry(second.toString(), "held"));
        assertThat(list(second, until, "5")).isEmpty();
    }

    private static JobId at(Instant moment, long number) {
        var least = JobId.firstAt(moment).value();
        return new JobId(
                new UUID(least.getMostSignificantBits(), least.getLeastSignificantBits() | number));
    }

    private static Map<String, String> list(JobId after, JobId until, String limit) {
        var found =
                asApi().queryParam("after", after.toString())
                        .queryParam("until", until.toString())
                        .queryParam("limit", limit)
                        .get("/internal/holds")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        var states = new LinkedHashMap<String, String>();
        for (var i = 0; i < found.getList("data").size(); i++) {
            states.put(
                    found.getString("data[" + i + "].job"),
                    found.getString("data[" + i + "].state"));
        }
        return states;
    }

    @Test
    void when_what_is_asked_is_not_readable_then_it_is_refused() {
        var id = JobId.next().toString();
        asApi().get("/internal/holds").then().statusCode(400);
        asApi().get("/internal/holds?after=x&until=" + id).then().statusCode(400);
        asApi().get("/internal/holds?after=" + id + "&until=" + id + "&limit=0")
                .then()
                .statusCode(400);
    }
}
