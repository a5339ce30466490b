package dev.reelay.common.event;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.net.URI;

/// An event is to be posted to a tenant's address, on {@link Topics#TENANT_EVENTS}. It is repeated
/// until {@link DeliveriesStored} names it.
///
/// @param id of the event, `evt_…`; the delivery has the same, so it is stored once
/// @param body to be sent as UTF-8, byte for byte; at most 20 kB
public record DeliveryAsked(String id, TenantId tenant, JobId job, URI url, String body) {
    /// Neither body nor address, which may hold a tenant's token.
    @Override
    public String toString() {
        return "DeliveryAsked " + id;
    }
}
