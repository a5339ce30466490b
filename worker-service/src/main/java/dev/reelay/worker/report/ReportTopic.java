package dev.reelay.worker.report;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The topic `video.events`. Nothing here is ever lost by a failure: the job's row owes its report
/// until Kafka has acknowledged it.
@Singleton
class ReportTopic {
    private static final Logger LOG = Logger.getLogger(ReportTopic.class);

    private final Map<String, Object> settings;
    private volatile boolean away;
    private @Nullable Producer<String, String> producer;

    ReportTopic(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // What is told together is read and applied together, by the api and by billing.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "worker-reports");
    }

    /// Sends a report; `told` is called once Kafka has it. False where Kafka cannot be reached, so
    /// that sending more now is of no use.
    boolean publish(JobReport report, Consumer<JobReport> told) {
        try {
            var record =
                    new ProducerRecord<>(
                            Topics.VIDEO_EVENTS, report.job().toString(), EventJson.write(report));
            producer().send(record, (_, error) -> answered(report, told, error));
            return !away;
        } catch (KafkaException e) {
            failed(e);
            return false;
        }
    }

    private void answered(JobReport report, Consumer<JobReport> told, @Nullable Exception error) {
        if (error != null) {
            failed(error);
            return;
        }
        if (away) {
            away = false;
            LOG.info("Kafka takes reports again");
        }
        told.accept(report);
    }

    private void failed(Exception error) {
        if (!away) {
            away = true;
            LOG.warnf("Kafka does not take reports; they are kept and told later; why=%s", error);
        }
    }

    /// Made at first use: a worker starts without Kafka.
    private synchronized Producer<String, String> producer() {
        var made = producer;
        if (made == null) {
            made = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
            producer = made;
        }
        return made;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
