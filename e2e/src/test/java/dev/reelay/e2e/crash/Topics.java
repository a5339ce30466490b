package dev.reelay.e2e.crash;

import dev.reelay.parts.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What lies on the topics, and what may be done to it.
final class Topics {
    static final String EVENTS = "video.events";
    static final List<String> ALL = List.of("video.jobs", EVENTS, "video.settlements");

    private static final long PATIENCE_SECONDS = 20;
    private static final Duration LONGEST_READ = Duration.ofMinutes(2);

    private final Map<String, Object> settings;

    Topics(KafkaAccess broker) {
        settings = new HashMap<>(broker.settings());
    }

    /// Sends every record of all topics again, up to so many times, in an order that the seed
    /// gives. Answers how many were sent.
    int replay(long seed, int most) {
        var random = new Random(seed);
        var again = new ArrayList<ConsumerRecord<String, String>>();
        for (var record : read(Integer.MAX_VALUE)) {
            for (var times = 1 + random.nextInt(most); times > 0; times--) {
                again.add(record);
            }
        }
        Collections.shuffle(again, random);
        return send(again);
    }

    /// Sends so many of the last records again, in an order that the seed gives. Answers how many
    /// were sent.
    int echo(long seed, int most) {
        var again = new ArrayList<>(read(most));
        Collections.shuffle(again, new Random(seed));
        return send(again.subList(0, Math.min(most, again.size())));
    }

    private int send(List<ConsumerRecord<String, String>> records) {
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            records.forEach(
                    r -> producer.send(new ProducerRecord<>(r.topic(), r.key(), r.value())));
            producer.flush();
        }
        return records.size();
    }

    /// @param most the last ones of each partition
    private List<ConsumerRecord<String, String>> read(int most) {
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = partitions(consumer);
            consumer.assign(partitions);
            var begins = consumer.beginningOffsets(partitions);
            var ends = consumer.endOffsets(partitions);
            for (var partition : partitions) {
                consumer.seek(
                        partition,
                        Math.max(
                                begins.getOrDefault(partition, 0L),
                                ends.getOrDefault(partition, 0L) - most));
            }
            var all = new ArrayList<ConsumerRecord<String, String>>();
            var giveUp = System.nanoTime() + LONGEST_READ.toNanos();
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                if (System.nanoTime() > giveUp) {
                    throw new org.apache.kafka.common.errors.TimeoutException("not all was read");
                }
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer) {
        return ALL.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
    }

    /// Whether the services have read all that was sent.
    boolean read(Collection<String> groups) {
        try (var consumer =
                        new KafkaConsumer<>(
                                settings, new StringDeserializer(), new StringDeserializer());
                var admin = Admin.create(settings)) {
            var ends = consumer.endOffsets(partitions(consumer));
            for (var group : groups) {
                var read =
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
                var behind =
                        read.entrySet().stream()
                                .anyMatch(
                                        e ->
                                                e.getValue() != null
                                                        && e.getValue().offset()
                                                                < ends.getOrDefault(
                                                                        e.getKey(), 0L));
                if (behind) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Deletes one of the product's topics with all that it has; the next who asks for it makes it
    /// anew. Answers its name. Throws where the broker does not answer.
    ///
    /// @param number which one, modulo their count
    String delete(int number) {
        try (var admin = Admin.create(settings)) {
            var names = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var topics = names.stream().filter(name -> !name.startsWith("__")).sorted().toList();
            var topic = topics.get(number % topics.size());
            admin.deleteTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return topic;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Removes every record of a topic, as a broker that lost its disk would.
    void wipe(String topic) {
        try (var consumer =
                        new KafkaConsumer<>(
                                settings, new StringDeserializer(), new StringDeserializer());
                var admin = Admin.create(settings)) {
            var partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            var before = new HashMap<TopicPartition, RecordsToDelete>();
            consumer.endOffsets(partitions)
                    .forEach((p, end) -> before.put(p, RecordsToDelete.beforeOffset(end)));
            admin.deleteRecords(before).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
