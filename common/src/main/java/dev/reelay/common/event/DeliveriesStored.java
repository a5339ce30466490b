package dev.reelay.common.event;

import dev.reelay.common.id.TenantId;
import java.util.List;

/// The worker has these deliveries, on {@link Topics#TENANT_DELIVERIES}; nobody need ask again.
public record DeliveriesStored(List<Delivery> deliveries) {
    public DeliveriesStored {
        deliveries = List.copyOf(deliveries);
    }

    /// @param id of the event, `evt_…`
    public record Delivery(String id, TenantId tenant) {}
}
