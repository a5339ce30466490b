package dev.reelay.api.report;

import dev.reelay.api.event.PostgresHandOver;
import dev.reelay.common.event.EventsStored;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/// Takes what the deliverer has stored: that much need not be told again.
@Singleton
public final class ApplyDeliveries {
    private final PostgresHandOver handOver;

    ApplyDeliveries(PostgresHandOver handOver) {
        this.handOver = handOver;
    }

    @Incoming("tenant-deliveries")
    @RunOnVirtualThread
    public void on(List<@Nullable String> records) {
        var stored =
                ReadMessages.read(records, EventsStored.class, ApplyDeliveries::isWhole).stream()
                        .flatMap(message -> message.events().stream())
                        .distinct()
                        .toList();
        if (!stored.isEmpty()) {
            UntilItPasses.apply(stored, handOver::stored);
        }
    }

    private static boolean isWhole(EventsStored message) {
        return message.events().stream().allMatch(d -> d.id() != null && d.tenant() != null);
    }
}
