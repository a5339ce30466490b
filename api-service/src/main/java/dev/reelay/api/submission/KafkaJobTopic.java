package dev.reelay.api.submission;

import dev.reelay.api.kafka.KafkaPublisher;
import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;

/// The topic that the worker hears of jobs on.
@Singleton
final class KafkaJobTopic {
    private final KafkaPublisher publisher;

    KafkaJobTopic(KafkaPublisher publisher) {
        this.publisher = publisher;
    }

    /// Whether a broker is known that takes records. Waits a second at most.
    boolean isReachable() {
        return publisher.isReachable(Topics.VIDEO_JOBS);
    }

    /// Hands the message over; `lost` runs, perhaps much later, where no broker took it.
    void publish(JobId job, JobMessage message, Runnable lost) {
        publisher.publish(Topics.VIDEO_JOBS, job.toString(), message, lost);
    }
}
