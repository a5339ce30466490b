package dev.reelay.api;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/// What the api tells the worker, read from the first record on.
final class JobsTopic implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final List<JobMessage> seen = new ArrayList<>();

    JobsTopic() {
        consumer =
                new KafkaConsumer<>(
                        new TreeMap<>(Map.copyOf(Broker.settings())),
                        new StringDeserializer(),
                        new StringDeserializer());
        var partitions = partitions();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private List<TopicPartition> partitions() {
        return Awaitility.await()
                .until(
                        () -> consumer.partitionsFor(Topics.VIDEO_JOBS),
                        found -> found != null && !found.isEmpty())
                .stream()
                .map(JobsTopic::partition)
                .toList();
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    /// All messages about the job, once there are so many.
    List<JobMessage> await(String videoId, int count) {
        return Awaitility.await().until(() -> about(videoId), found -> found.size() >= count);
    }

    JobMessage.Requested awaitRequest(String videoId) {
        return (JobMessage.Requested) await(videoId, 1).getFirst();
    }

    List<JobMessage> about(String videoId) {
        consumer.poll(Duration.ofMillis(200))
                .forEach(record -> seen.add(EventJson.read(record.value(), JobMessage.class)));
        var job = Ids.job(videoId);
        return seen.stream().filter(message -> Ids.of(message).equals(job)).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
