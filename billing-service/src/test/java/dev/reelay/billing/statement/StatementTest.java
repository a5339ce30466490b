package dev.reelay.billing.statement;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.facts;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.holdBody;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.Topic.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.billing.Topic;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatementTest {
    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private static JsonPath get(TenantId tenant, String path) {
        return asApi().get("/internal/tenants/" + tenant + "/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Nested
    class GivenAJobThatDeliveredTwoOfThreeClipsAndWasRefundedInPart {
        private final JobId job = JobId.next();
        private final UUID key = UUID.randomUUID();
        private TenantId tenant = TenantId.next();

        @BeforeEach
        void use() throws InterruptedException {
            tenant = tenantWith(10 * CREDIT);
            var whose = ",\"key\":\"%s\",\"end_user\":\"u-1\"".formatted(key);
            hold(job, holdBody(tenant, "live", facts(3), whose));
            try (var topic = new Topic(broker)) {
                topic.say(report(job, tenant, Status.COMPLETED, 0, 1));
                await().untilAsserted(
                                () ->
                                        assertThat(books(tenant))
                                                .isEqualTo("8000000/0/2000000/10000000"));
            }
            asApi().body("{\"amount\":500000,\"reason\":\"late\"}")
                    .put("/internal/refunds/{job}", job.toString())
                    .then()
                    .statusCode(200);
        }

        private List<String> lines(String query) {
            return get(tenant, "entries" + query).<Map<String, Object>>getList("data").stream()
                    .map(
                            line ->
                                    "%s %s %s>%s %s %s"
                                            .formatted(
                                                    line.get("number"),
                                                    line.get("kind"),
                                                    line.get("debit"),
                                                    line.get("credit"),
                                                    line.get("amount"),
                                                    line.get("available")))
                    .toList();
        }

        @Test
        void then_every_entry_is_shown_with_what_was_available_after_it() {
            assertThat(lines(""))
                    .containsExactly(
                            "5 refund spent>available 500000 8500000",
                            "4 release held>available 1000000 8000000",
                            "3 capture held>spent 2000000 7000000",
                            "2 hold available>held 3000000 7000000",
                            "1 grant granted>available 10000000 10000000");
            assertThat(get(tenant, "entries").<String>getList("data.job"))
                    .containsExactly(
                            job.toString(), job.toString(), job.toString(), job.toString(), null);
        }

        @Test
        void then_pages_and_kinds_show_the_same_lines() {
            var all = lines("");
            assertThat(lines("?below=4&limit=2")).isEqualTo(all.subList(2, 4));
            assertThat(lines("?below=4&limit=2&available=7000000")).isEqualTo(all.subList(2, 4));
            assertThat(lines("?kind=hold&kind=refund")).containsExactly(all.getFirst(), all.get(3));
        }

        @Test
        void then_only_entries_of_the_time_are_shown() {
            var now = Instant.now().getEpochSecond();
            assertThat(lines("?from=" + (now - 600) + "&to=" + (now + 600))).hasSize(5);
            assertThat(lines("?from=" + (now + 600))).isEmpty();
            assertThat(lines("?to=" + (now - 600))).isEmpty();
        }

        @Test
        void then_another_tenant_and_the_other_mode_see_none_of_them() {
            assertThat(get(TenantId.next(), "entries").<Object>getList("data")).isEmpty();
            assertThat(get(tenant, "entries?mode=test").<Object>getList("data")).isEmpty();
            assertThat(get(TenantId.next(), "usage").getLong("total.videos")).isZero();
        }

        @Test
        void then_the_usage_is_what_was_captured() {
            for (var by : List.of("day", "model", "key", "workspace", "user")) {
                var usage = get(tenant, "usage?by=" + by);
                for (var sum : List.of("total", "groups[0]")) {
                    assertThat(usage.getLong(sum + ".videos")).isEqualTo(1);
                    assertThat(usage.getLong(sum + ".clips")).isEqualTo(2);
                    assertThat(usage.getLong(sum + ".seconds")).isEqualTo(10);
                    assertThat(usage.getLong(sum + ".captured")).isEqualTo(2 * CREDIT);
                    assertThat(usage.getLong(sum + ".refunded")).isEqualTo(CREDIT / 2);
                }
                assertThat(usage.getBoolean("more")).isFalse();
            }
            var groups =
                    Map.of(
                            "model",
                            "reelay/storyboard-1",
                            "key",
                            key.toString(),
                            "workspace",
                            tenant.toString(),
                            "user",
                            "u-1");
            groups.forEach(
                    (by, group) ->
                            assertThat(get(tenant, "usage?by=" + by).getString("groups[0].group"))
                                    .isEqualTo(group));
            assertThat(LocalDate.parse(get(tenant, "usage").getString("groups[0].group")))
                    .isBetween(
                            LocalDate.now(ZoneOffset.UTC).minusDays(1),
                            LocalDate.now(ZoneOffset.UTC));
        }
    }
}
