package dev.reelay.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EmbeddedKafkaTest extends PartContract<EmbeddedKafka> {
    private static final String TOPIC = "video.jobs";

    @Override
    EmbeddedKafka part(Path folder, Path log, Secrets secrets, int port) {
        return new EmbeddedKafka(PartsHome.find(), folder, log, secrets, port, port + 1);
    }

    @Override
    void write(EmbeddedKafka part) throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        settings(part), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "job", WORD)).get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    String read(EmbeddedKafka part) {
        var settings = settings(part);
        settings.put("group.id", "readers-" + System.nanoTime());
        settings.put("auto.offset.reset", "earliest");
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    return record.value();
                }
            }
            throw new AssertionError("nothing came");
        }
    }

    @Override
    void readWithWrongPassword(EmbeddedKafka part) throws Exception {
        var real = part.access();
        var guessed = new KafkaAccess(real.bootstrapServers(), real.username(), "guess");
        try (var admin = Admin.create(new HashMap<String, Object>(guessed.settings()))) {
            admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    boolean refusal(Throwable failure) {
        return failure instanceof ExecutionException
                && failure.getCause() instanceof SaslAuthenticationException;
    }

    @Test
    void when_a_topic_is_first_written_then_it_has_six_partitions() throws Exception {
        try (var admin = Admin.create(settings(part()))) {
            var topics =
                    admin.describeTopics(List.of(TOPIC)).allTopicNames().get(30, TimeUnit.SECONDS);
            assertThat(topics.values())
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.partitions()).hasSize(6));
        }
    }

    private static Map<String, Object> settings(EmbeddedKafka part) {
        return new HashMap<>(part.access().settings());
    }
}
