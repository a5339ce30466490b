package dev.reelay.api.event;

import dev.reelay.api.kafka.KafkaPublisher;
import dev.reelay.api.sweep.Sweeper;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.event.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells the deliverer of events that a tenant wants to hear of. The rows say what is owed, so
/// nothing is lost with this process, the broker or the topic.
@Singleton
public final class HandOverEvents {
    private static final int MOST_AT_ONCE = 500;
    private static final Duration NO_PAUSE = Duration.ofMillis(1);
    private static final long LISTENED_MILLIS = 1000;

    private final PostgresHandOver owed;
    private final KafkaPublisher publisher;
    private final Counter told;
    private final Semaphore rung = new Semaphore(0);
    private @Nullable Sweeper teller;

    HandOverEvents(PostgresHandOver owed, KafkaPublisher publisher, MeterRegistry meters) {
        this.owed = owed;
        this.publisher = publisher;
        this.told = meters.counter("reelay.event.handovers");
    }

    void start(@Observes StartupEvent event) {
        teller = Sweeper.start("hand-over-events", NO_PAUSE, this::listen);
    }

    void stop(@Observes ShutdownEvent event) {
        if (teller != null) {
            rung.release();
            teller.close();
        }
    }

    /// Says that events were committed. Does not wait.
    public void soon() {
        rung.release();
    }

    private void listen() {
        try {
            rung.tryAcquire(LISTENED_MILLIS, TimeUnit.MILLISECONDS);
            rung.drainPermits();
            tellAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Without a broker nothing is claimed, so that no event's back-off grows for nothing.
    private void tellAll() {
        List<TenantEvent> due;
        do {
            if (!publisher.isReachable(Topics.TENANT_EVENTS)) {
                return;
            }
            due = owed.claim(MOST_AT_ONCE);
            due.forEach(this::tell);
        } while (due.size() == MOST_AT_ONCE);
    }

    /// What no broker took comes again, as what the deliverer did not confirm does.
    private void tell(TenantEvent event) {
        told.increment();
        var about = event.job() == null ? event.id() : event.job().toString();
        publisher.publish(Topics.TENANT_EVENTS, about, event, () -> {});
    }
}
