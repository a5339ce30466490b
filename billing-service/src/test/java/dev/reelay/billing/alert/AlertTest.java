package dev.reelay.billing.alert;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.facts;
import static dev.reelay.billing.BillingClient.grant;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.holdBody;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.putHold;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.BillingClient.voidHold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.NoticesStored;
import dev.reelay.common.event.TenantNotice;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AlertTest {
    @Inject Jdbi jdbi;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private final List<TenantNotice> heard = new ArrayList<>();
    private KafkaConsumer<String, String> consumer;
    private TenantId tenant;

    @BeforeEach
    void listen() {
        var settings = new HashMap<>(broker);
        settings.put("group.id", "alerts-test-" + JobId.next());
        settings.put("auto.offset.reset", "earliest");
        settings.put("metadata.max.age.ms", "1000");
        consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(Topics.TENANT_NOTICES));
        tenant = tenantWith(10 * CREDIT);
        alertBelow(5 * CREDIT);
    }

    @AfterEach
    void leave() {
        consumer.close();
        assertThat(proof().getBoolean("balanced")).isTrue();
    }

    private void alertBelow(long micros) {
        asApi().body("{\"below\":%d,\"mode\":\"live\"}".formatted(micros))
                .put("/internal/tenants/{t}/alert", tenant.toString())
                .then()
                .statusCode(200)
                .body("below", equalTo((int) micros));
    }

    /// What the tenant is to be told and nobody has confirmed, oldest first. The id of the one
    /// notice that is owed to the tenant.
    private UUID onlyOwed() {
        assertThat(owed()).hasSize(1);
        return (UUID) Objects.requireNonNull(owed().getFirst().get("id"));
    }

    private List<Map<String, Object>> owed() {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select c.id, c.available, c.below from credit_alert c
                                          join account a on a.id = c.account_id
                                         where a.tenant_id = :tenant order by c.created_at
                                        """)
                                .bind("tenant", tenant.value())
                                .mapToMap()
                                .list());
    }

    private List<Object> owedAt() {
        return owed().stream().map(row -> row.get("available")).toList();
    }

    private List<TenantNotice> heardOfMine() {
        consumer.poll(Duration.ofMillis(200))
                .forEach(record -> heard.add(EventJson.read(record.value(), TenantNotice.class)));
        return heard.stream().filter(notice -> notice.tenant().equals(tenant)).toList();
    }

    private List<TenantNotice> awaitHeard(int count) {
        return await().until(this::heardOfMine, all -> all.size() >= count);
    }

    private void confirm(UUID notice) {
        say(EventJson.write(new NoticesStored(List.of(UUID.randomUUID(), notice))));
    }

    private void say(String text) {
        try (var producer =
                new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.TENANT_NOTICES_STORED, "any", text));
        }
    }

    @Nested
    class GivenAnAmountBelowWhichToTell {
        @Test
        void when_a_hold_leaves_just_as_much_then_nothing_is_told() {
            hold(JobId.next(), tenant, 5);
            assertThat(owed()).isEmpty();
        }

        @Test
        void when_holds_lead_below_it_then_that_is_told_once() {
            hold(JobId.next(), tenant, 4);
            var crossing = JobId.next();
            hold(crossing, tenant, 2);
            hold(crossing, tenant, 2);
            hold(JobId.next(), tenant, 1);
            assertThat(owedAt()).containsExactly(4 * CREDIT);
        }

        @Test
        void when_it_was_reached_again_meanwhile_then_the_next_fall_is_told_too() {
            var job = JobId.next();
            hold(job, tenant, 6);
            voidHold(job, tenant);
            hold(JobId.next(), tenant, 7);
            grant(tenant, UUID.randomUUID(), CREDIT).then().statusCode(200);
            hold(JobId.next(), tenant, 1);
            assertThat(owedAt()).containsExactly(4 * CREDIT, 3 * CREDIT);
        }

        @Test
        void when_a_hold_is_refused_then_nothing_is_told() {
            hold(JobId.next(), tenant, 4);
            putHold(JobId.next().toString(), holdBody(tenant, "live", facts(9), ""))
                    .then()
                    .statusCode(200)
                    .body("outcome", equalTo("short"));
            assertThat(owed()).isEmpty();
            assertThat(books(tenant)).isEqualTo("6000000/4000000/0/10000000");
        }

        @Test
        void when_it_is_taken_back_or_of_the_other_mode_then_nothing_is_told() {
            hold(JobId.next(), holdBody(tenant, "test", facts(4), ""));
            alertBelow(0);
            hold(JobId.next(), tenant, 9);
            assertThat(owed()).isEmpty();
        }

        @Test
        void when_many_hold_at_once_then_exactly_one_of_them_is_told_of() throws Exception {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var holds =
                        IntStream.range(0, 10)
                                .mapToObj(_ -> threads.submit(() -> hold(JobId.next(), tenant, 1)))
                                .toList();
                for (var placed : holds) {
                    assertThat(placed.get().getString("outcome")).isEqualTo("held");
                }
            }
            assertThat(owed()).hasSize(1);
            assertThat(books(tenant)).isEqualTo("0/10000000/0/10000000");
        }
    }

    @Nested
    class GivenAFallBelowIt {
        private UUID owed;

        @BeforeEach
        void fall() {
            hold(JobId.next(), tenant, 6);
            owed = onlyOwed();
        }

        @Test
        void when_nobody_confirms_then_the_same_is_told_again_until_somebody_does() {
            var told = awaitHeard(2);
            assertThat(told.get(1)).isEqualTo(told.get(0));
            assertThat(told.getFirst().id()).isEqualTo(owed);
            assertThat(told.getFirst().type()).isEqualTo("credits.low");
            assertThat(told.getFirst().data())
                    .hasToString(
                            """
                            {"object":"credits","mode":"live","available":"4","below":"5"}\
                            """);

            say("not json");
            say("{}");
            confirm(owed);

            await().untilAsserted(() -> assertThat(owed()).isEmpty());
        }

        @Test
        void when_another_notice_is_confirmed_then_this_one_is_still_owed() {
            var second = tenantWith(10 * CREDIT);
            var first = tenant;
            tenant = second;
            alertBelow(5 * CREDIT);
            hold(JobId.next(), second, 6);
            confirm(onlyOwed());
            await().untilAsserted(() -> assertThat(owed()).isEmpty());
            tenant = first;
            assertThat(owed()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"below\":-1,\"mode\":\"live\"}",
                "{\"below\":\"1\",\"mode\":\"live\"}",
                "{\"below\":1}",
                "{\"below\":1,\"mode\":\"gold\"}",
                "[]"
            })
    void an_amount_that_is_none_answers_400(String body) {
        asApi().body(body)
                .put("/internal/tenants/{t}/alert", tenant.toString())
                .then()
                .statusCode(400);
        asApi().body("{\"below\":1,\"mode\":\"live\"}")
                .put("/internal/tenants/me/alert")
                .then()
                .statusCode(400)
                .body("error", containsString("tenant"));
    }
}
