package dev.reelay.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.EventsStored;
import dev.reelay.common.event.EventsStored.Event;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.TenantId;
import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import dev.reelay.worker.webhook.Receiver.Got;
import dev.reelay.worker.webhook.Receiver.Reply;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The worker as it is deployed, from a record on `tenant.events` to a tenant's server and back to
/// `tenant.deliveries`.
@QuarkusTest
@TestProfile(WebhookLineTest.OnThisMachine.class)
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "postgres", value = "worker_webhooks"),
            @ResourceArg(name = "kafka", value = "true"),
            @ResourceArg(name = "s3", value = "true")
        })
class WebhookLineTest {
    private final Receiver receiver = new Receiver();
    private final TenantId tenant = TenantId.next();
    private final List<Event> stored = new ArrayList<>();
    private KafkaProducer<String, String> say;
    private KafkaConsumer<String, String> hear;

    public static final class OnThisMachine implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "reelay.egress.loopback", "true",
                    "reelay.webhook.time-scale", "0.05",
                    "reelay.endpoint.tell-again", "1s");
        }
    }

    @BeforeEach
    void open() {
        var settings = new HashMap<String, Object>(RealParts.kafka());
        say = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        settings.put("group.id", "test-" + UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        settings.put("metadata.max.age.ms", "1000");
        hear = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        hear.subscribe(List.of(Topics.TENANT_DELIVERIES));
    }

    @AfterEach
    void close() {
        say.close(Duration.ofSeconds(1));
        hear.close();
        receiver.close();
    }

    private void say(String text) {
        try {
            say.send(new ProducerRecord<>(Topics.TENANT_EVENTS, "any", text)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private TenantEvent ask() {
        var asked = WebhookBench.asked(tenant, receiver.url("/hook"));
        say(EventJson.write(asked));
        return asked;
    }

    private long confirmed(TenantEvent asked) {
        hear.poll(Duration.ofMillis(200))
                .forEach(
                        record ->
                                stored.addAll(
                                        EventJson.read(record.value(), EventsStored.class)
                                                .events()));
        return stored.stream()
                .filter(one -> one.equals(new Event(asked.id(), asked.tenant())))
                .count();
    }

    private static ConditionFactory await() {
        return Awaitility.await();
    }

    @Test
    void when_an_event_is_asked_for_then_it_is_confirmed_and_delivered() {
        var asked = ask();

        await().until(() -> confirmed(asked) == 1);
        await().until(() -> receiver.got.size() == 1);
        assertThat(receiver.got.getFirst().text()).isEqualTo(asked.body());
        assertThat(receiver.got.getFirst().id()).isEqualTo(asked.id());
    }

    @Test
    void when_it_is_asked_for_again_then_it_is_confirmed_again_and_not_delivered_again() {
        var asked = ask();
        await().until(() -> confirmed(asked) == 1);
        await().until(() -> receiver.got.size() == 1);

        say(EventJson.write(asked));

        await().until(() -> confirmed(asked) == 2);
        var next = ask();
        await().until(() -> receiver.got.stream().anyMatch(got -> got.id().equals(next.id())));
        assertThat(receiver.got).hasSize(2);
    }

    @Test
    void when_records_are_poison_then_those_after_them_are_taken() {
        say("no json \u0000");
        say("{}");
        say("{\"id\":\"evt_x\",\"tenant\":\"%s\"}".formatted(tenant));
        say(
                EventJson.write(WebhookBench.asked(tenant, receiver.url("/")))
                        .replace("evt_", "evt_\\u0000"));
        var asked = ask();

        await().until(() -> confirmed(asked) == 1);
        await().until(() -> receiver.got.size() == 1);
    }

    @Test
    void when_the_broker_is_away_then_what_is_stored_is_delivered_all_the_same() {
        var healthy = new AtomicBoolean();
        receiver.reply = _ -> new Reply(healthy.get() ? 200 : 503, null);
        var asked = ask();
        await().until(() -> !receiver.got.isEmpty());
        try (var _ = RealParts.outage(Server.KAFKA)) {
            healthy.set(true);
            var before = receiver.got.size();
            await().until(() -> receiver.got.size() > before);
        }
        assertThat(receiver.got).extracting(Got::id).containsOnly(asked.id());

        var later = ask();
        await().until(() -> confirmed(later) == 1);
        await().until(() -> receiver.got.stream().anyMatch(got -> got.id().equals(later.id())));
    }
}
