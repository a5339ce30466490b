package dev.reelay.api;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/// What the api asks to be delivered, read from the first record on.
final class DeliveriesTopic implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final List<TenantEvent> seen = new ArrayList<>();

    DeliveriesTopic() {
        var settings = Broker.settings();
        settings.put("group.id", "test-" + UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        settings.put("metadata.max.age.ms", "1000");
        consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(Topics.TENANT_EVENTS));
    }

    List<TenantEvent> await(String video, int count) {
        return Awaitility.await().until(() -> about(video), found -> found.size() >= count);
    }

    List<TenantEvent> about(String video) {
        consumer.poll(Duration.ofMillis(200))
                .forEach(record -> seen.add(EventJson.read(record.value(), TenantEvent.class)));
        return seen.stream().filter(event -> Ids.job(video).equals(event.job())).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
