package dev.reelay.common.event;

import dev.reelay.common.id.TenantId;
import java.util.List;

/// The worker has what it owes for these events, on {@link Topics#TENANT_DELIVERIES}; nobody need
/// tell it again.
public record EventsStored(List<Event> events) {
    public EventsStored {
        events = List.copyOf(events);
    }

    /// @param id `evt_…`
    public record Event(String id, TenantId tenant) {}
}
