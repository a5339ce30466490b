package dev.reelay.billing;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The worker's and the api's end of the topics: says what the worker would, hears what the api
/// would.
public final class Topic implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Thread listener;
    private final Queue<HoldSettled> heard = new ConcurrentLinkedQueue<>();

    /// @param broker the service's own connection settings
    public Topic(Map<String, Object> broker) {
        producer = new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer());
        var settings = new HashMap<>(broker);
        settings.put("group.id", "settlements-test-" + JobId.next());
        settings.put("auto.offset.reset", "earliest");
        consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(Topics.VIDEO_SETTLEMENTS));
        listener = Thread.ofPlatform().start(this::listen);
    }

    private void listen() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(
                                record ->
                                        heard.add(
                                                EventJson.read(record.value(), HoldSettled.class)));
            }
        } catch (WakeupException _) {
            // the test is over
        }
    }

    public void say(JobReport report) {
        say(report.job().toString(), EventJson.write(report));
    }

    public void say(String key, @Nullable String value) {
        producer.send(new ProducerRecord<String, String>(Topics.VIDEO_EVENTS, key, value));
        producer.flush();
    }

    /// All that was heard of the job, oldest first.
    public List<HoldSettled> heardOf(JobId job) {
        return heard.stream().filter(settled -> settled.job().equals(job)).toList();
    }

    /// A report of a job that ended with these clips delivered.
    public static JobReport report(JobId job, TenantId tenant, Status status, int... delivered) {
        var outputs = new ArrayList<JobReport.Output>();
        IntStream.of(delivered)
                .forEach(
                        index ->
                                outputs.add(
                                        new JobReport.Output(
                                                index,
                                                "outputs/x",
                                                "video/mp4",
                                                9,
                                                "00",
                                                1280,
                                                720,
                                                5_000,
                                                false,
                                                null,
                                                null)));
        return new JobReport(job, tenant, 5, status, 100, null, null, outputs, null, List.of());
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        listener.join();
        producer.close();
    }
}
