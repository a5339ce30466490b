package dev.reelay.worker.execution;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.ProvidersRang;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.JobId;
import dev.reelay.testing.RealParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The api's side of the topics: says what is wanted, hears what has come of it.
final class Topic implements AutoCloseable {
    private final KafkaProducer<String, String> say;
    private final KafkaConsumer<String, String> hear;
    private final Map<JobId, List<JobReport>> heard = new HashMap<>();

    Topic() {
        var settings = new HashMap<String, Object>(RealParts.kafka());
        say = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        settings.put("group.id", "test-" + UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        hear = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        hear.subscribe(List.of(Topics.VIDEO_EVENTS));
    }

    void say(JobId job, Object message) {
        sayText(job, EventJson.write(message));
    }

    void sayText(JobId job, String text) {
        send(new ProducerRecord<>(Topics.VIDEO_JOBS, job.toString(), text));
    }

    private void send(ProducerRecord<String, String> record) {
        try {
            say.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Says that providers have called back.
    void ring(UUID... attempts) {
        var rang = EventJson.write(new ProvidersRang(List.of(attempts)));
        send(new ProducerRecord<>(Topics.PROVIDER_CALLBACKS, rang));
    }

    /// All reports of a job heard so far, in the order they came.
    List<JobReport> reports(JobId job) {
        for (var record : hear.poll(Duration.ofMillis(200))) {
            var report = EventJson.read(record.value(), JobReport.class);
            heard.computeIfAbsent(report.job(), _ -> new ArrayList<>()).add(report);
        }
        return heard.getOrDefault(job, List.of());
    }

    @Override
    public void close() {
        say.close(Duration.ofSeconds(1));
        hear.close();
    }
}
