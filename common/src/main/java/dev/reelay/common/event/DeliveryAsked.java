package dev.reelay.common.event;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// An event is to be posted to a tenant's address, on {@link Topics#TENANT_EVENTS}. It is repeated
/// until {@link DeliveriesStored} names it.
///
/// @param id of the event, `evt_…`; the delivery has the same, so it is stored once
/// @param body to be sent as UTF-8, byte for byte; at most 20 kB
/// @param openRouterKey by which a receiver of OpenRouter's messages knows repeats; where it is
///   there the message goes with OpenRouter's headers, else with those of Standard Webhooks
public record DeliveryAsked(
        String id,
        TenantId tenant,
        JobId job,
        URI url,
        String body,
        @Nullable String openRouterKey) {
    /// Neither body nor address, which may hold a tenant's token.
    @Override
    public String toString() {
        return "DeliveryAsked " + id;
    }
}
