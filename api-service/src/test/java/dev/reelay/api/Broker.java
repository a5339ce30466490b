package dev.reelay.api;

import dev.reelay.common.event.EventJson;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// Speaks on topics as the other services do.
final class Broker implements AutoCloseable {
    private final KafkaProducer<String, String> producer =
            new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer());

    static Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        for (var name :
                new String[] {
                    "bootstrap.servers", "security.protocol", "sasl.mechanism", "sasl.jaas.config"
                }) {
            settings.put(name, ConfigProvider.getConfig().getValue("kafka." + name, String.class));
        }
        return settings;
    }

    void send(String topic, String key, Object message) {
        sendText(topic, key, EventJson.write(message));
    }

    void sendText(String topic, String key, String text) {
        try {
            producer.send(new ProducerRecord<>(topic, key, text)).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
