package dev.reelay.billing.alert;

import dev.reelay.billing.sweep.Sweeper;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.NoticesStored;
import dev.reelay.common.event.TenantNotice;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Tells the api that a tenant's credits run low, again and again until it says that it has the
/// notice. The rows owe it, so nothing is lost with this process, the broker or the topic.
@ApplicationScoped
class TellAlerts {
    private static final Logger LOG = Logger.getLogger(TellAlerts.class);
    private static final int MOST_AT_ONCE = 100;

    private final PostgresAlerts alerts;
    private final Emitter<Record<String, String>> topic;
    private final Counter told;
    private final Sweeper sweeper = new Sweeper("tell-alerts");

    TellAlerts(
            PostgresAlerts alerts,
            // A row is sent at most every five seconds, and that bounds the buffer.
            @Channel("tenant-notices") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<Record<String, String>> topic,
            MeterRegistry metrics) {
        this.alerts = alerts;
        this.topic = topic;
        this.told = metrics.counter("reelay.alerts.told");
    }

    void start(@Observes StartupEvent started) {
        sweeper.start(this::sweep);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        sweeper.stop();
    }

    private void sweep() {
        try {
            alerts.claim(MOST_AT_ONCE).forEach(this::tell);
        } catch (JdbiException e) {
            LOG.warnf("the sweep of alerts waits for the database why=%s", e.getMessage());
        }
    }

    private void tell(TenantNotice notice) {
        told.increment();
        topic.send(Record.of(notice.tenant().toString(), EventJson.write(notice)))
                .whenComplete((_, failure) -> note(notice, failure));
    }

    private static void note(TenantNotice notice, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.warnf("an alert is told later notice=%s why=%s", notice.id(), failure);
        }
    }

    /// What the api has need not be told again. Where the database does not answer it is, and the
    /// api says so again.
    @Incoming("tenant-notices-stored")
    @RunOnVirtualThread
    public void stored(List<@Nullable String> records) {
        var notices = records.stream().filter(Objects::nonNull).flatMap(TellAlerts::read).toList();
        if (!notices.isEmpty()) {
            try {
                alerts.stored(notices);
            } catch (JdbiException e) {
                LOG.warnf("alerts are told again for want of the database why=%s", e.getMessage());
            }
        }
    }

    private static Stream<UUID> read(String record) {
        try {
            return EventJson.read(record, NoticesStored.class).notices().stream();
        } catch (IllegalArgumentException | NullPointerException e) {
            LOG.warnf("a record on tenant.notices.stored was skipped why=%s", e.getMessage());
            return Stream.empty();
        }
    }
}
