package dev.reelay.billing.hold;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.facts;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.holdBody;
import static dev.reelay.billing.BillingClient.putHold;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.Topic.report;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.billing.Topic;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OutageTest {
    @Inject SettleHolds settling;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Test
    void when_kafka_is_away_then_holds_go_on_and_settlements_are_told_when_it_returns()
            throws Exception {
        var tenant = tenantWith(10 * CREDIT);
        var job = JobId.next();
        try (var topic = new Topic(broker)) {
            try (var _ = RealParts.outage(Server.KAFKA)) {
                assertThat(hold(job, tenant, 2).getString("outcome")).isEqualTo("held");
                given().get("/q/health/ready").then().statusCode(200);
                settling.on(List.of(EventJson.write(report(job, tenant, Status.COMPLETED, 0))));
                assertThat(books(tenant)).isEqualTo("9000000/0/1000000/10000000");
            }
            var settled = new HoldSettled(job, tenant, Credits.of("1"), Credits.of("1"));
            await().untilAsserted(() -> assertThat(topic.heardOf(job)).contains(settled));
        }
    }

    @Test
    void when_the_database_is_away_then_callers_are_told_and_reports_wait_for_it()
            throws Exception {
        var tenant = tenantWith(10 * CREDIT);
        var job = JobId.next();
        hold(job, tenant, 2);
        try (var topic = new Topic(broker)) {
            try (var _ = RealParts.outage(Server.POSTGRES)) {
                putHold(JobId.next().toString(), holdBody(tenant, "live", facts(1), ""))
                        .then()
                        .statusCode(503)
                        .header("Retry-After", "1");
                given().get("/q/health/ready").then().statusCode(503);
                given().get("/q/health/live").then().statusCode(200);
                topic.say(report(job, tenant, Status.COMPLETED, 0, 1));
            }
            await().untilAsserted(() -> assertThat(topic.heardOf(job)).isNotEmpty());
        }
        assertThat(books(tenant)).isEqualTo("8000000/0/2000000/10000000");
    }
}
