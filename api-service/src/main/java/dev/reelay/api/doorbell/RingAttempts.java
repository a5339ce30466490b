package dev.reelay.api.doorbell;

import dev.reelay.api.kafka.KafkaPublisher;
import dev.reelay.api.sweep.Sweepers;
import dev.reelay.common.event.ProvidersRang;
import dev.reelay.common.event.Topics;
import dev.reelay.common.secret.CallbackToken;
import dev.reelay.common.secret.MasterKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Tells the worker that providers have called back. However often they do, it is told at most
/// twenty times a second and once for each attempt; what does not fit is dropped.
@Singleton
final class RingAttempts {
    private static final int MOST_WAITING = 1000;
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final long LISTENED_MILLIS = 500;

    private final BlockingQueue<UUID> rung = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CallbackToken tokens;
    private final KafkaPublisher publisher;
    private final Counter known;
    private final Counter unknown;
    private final Counter dropped;

    RingAttempts(MasterKey master, KafkaPublisher publisher, MeterRegistry meters) {
        this.tokens = new CallbackToken(master);
        this.publisher = publisher;
        known = meters.counter("reelay.provider.callbacks", "outcome", "known");
        unknown = meters.counter("reelay.provider.callbacks", "outcome", "unknown");
        dropped = meters.counter("reelay.provider.callbacks", "outcome", "dropped");
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("ring-attempts", BETWEEN, this::tell);
    }

    /// Never waits. A token that is none of ours does nothing.
    void ring(String provider, String token) {
        var attempt = tokens.read(provider, token);
        if (attempt.isEmpty()) {
            unknown.increment();
        } else if (rung.offer(attempt.get())) {
            known.increment();
        } else {
            dropped.increment();
        }
    }

    /// Whose address it is, where it is one of ours.
    Optional<UUID> attempt(String provider, String token) {
        return tokens.read(provider, token);
    }

    private void tell() {
        try {
            var first = rung.poll(LISTENED_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                var attempts = new HashSet<UUID>();
                attempts.add(first);
                rung.drainTo(attempts);
                publisher.publish(
                        Topics.PROVIDER_CALLBACKS, new ProvidersRang(List.copyOf(attempts)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
