package dev.reelay.api.kafka;

import dev.reelay.common.event.EventJson;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Publishes messages as JSON. Nothing waits for the broker longer than a second: what must not be
/// lost is owed by a row.
@Singleton
public final class KafkaPublisher {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int AFTER_THE_SWEEPERS = 3000;

    private final Map<String, Object> settings;
    private volatile @Nullable KafkaProducer<String, String> producer;

    KafkaPublisher(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "api");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // Whoever publishes may wait this long, so it is short; the rows wait as long as it takes.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    }

    void stop(@Observes @Priority(AFTER_THE_SWEEPERS) ShutdownEvent event) {
        var open = producer;
        if (open != null) {
            open.close(LAST_WORDS);
        }
    }

    private KafkaProducer<String, String> producer() {
        var open = producer;
        return open == null ? open() : open;
    }

    private synchronized KafkaProducer<String, String> open() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings);
        }
        return producer;
    }

    /// Whether a broker is known that takes records for the topic. Waits a second at most.
    public boolean isReachable(String topic) {
        try {
            return !producer().partitionsFor(topic).isEmpty();
        } catch (KafkaException e) {
            return false;
        }
    }

    /// Hands the message over; `lost` runs, perhaps much later, where no broker took it.
    ///
    /// @param key of records about the same thing, which stay in order
    public void publish(String topic, String key, Object message, Runnable lost) {
        var record = new ProducerRecord<>(topic, key, EventJson.write(message));
        try {
            producer()
                    .send(
                            record,
                            (_, failure) -> {
                                if (failure != null) {
                                    lost.run();
                                }
                            });
        } catch (KafkaException e) {
            lost.run();
        }
    }
}
