package dev.reelay.worker.webhook;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.EventsStored;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.event.Topics;
import dev.reelay.worker.store.UntilTaken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes what the api wants delivered into the database, and tells the api so. Both may happen
/// twice: a known delivery changes nothing and is told again.
@ApplicationScoped
class StoreDeliveries {
    private static final Logger LOG = Logger.getLogger(StoreDeliveries.class);

    private final PostgresDeliveries deliveries;
    private final DeliverWebhooks deliver;

    StoreDeliveries(PostgresDeliveries deliveries, DeliverWebhooks deliver) {
        this.deliveries = deliveries;
        this.deliver = deliver;
    }

    /// Null where nothing can be read: then there is nothing to tell.
    @Incoming("tenant-events")
    @Outgoing("tenant-deliveries")
    @RunOnVirtualThread
    @Nullable String on(List<@Nullable String> records) throws InterruptedException {
        var events =
                records.stream()
                        .filter(Objects::nonNull)
                        .flatMap(record -> read(record).stream())
                        .toList();
        if (events.isEmpty()) {
            return null;
        }
        var stored = UntilTaken.take(Topics.TENANT_EVENTS, events, deliveries::store);
        deliver.soon();
        return EventJson.write(
                new EventsStored(
                        stored.stream()
                                .map(one -> new EventsStored.Event(one.id(), one.tenant()))
                                .toList()));
    }

    private static Optional<TenantEvent> read(String text) {
        try {
            return Optional.of(EventJson.read(text, TenantEvent.class))
                    .filter(StoreDeliveries::isWhole);
        } catch (IllegalArgumentException e) {
            LOG.errorf("A record of tenant.events was skipped; why=%s", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isWhole(TenantEvent event) {
        return event.id() != null
                && event.tenant() != null
                && event.type() != null
                && event.body() != null
                && (event.callback() == null
                        || (event.job() != null && event.callback().url() != null));
    }
}
