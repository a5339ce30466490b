package dev.reelay.api.health;

import dev.reelay.api.submission.AnnounceJobs;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// Without a broker jobs are accepted and wait.
@Wellness
@Singleton
final class KafkaWellness implements HealthCheck {
    private final AnnounceJobs announce;

    KafkaWellness(AnnounceJobs announce) {
        this.announce = announce;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("kafka").status(announce.isHeard()).build();
    }
}
