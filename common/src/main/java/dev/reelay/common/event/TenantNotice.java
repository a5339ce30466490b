package dev.reelay.common.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.UUID;

/// Something that another service than the api noticed and a tenant is to hear of, on {@link
/// Topics#TENANT_NOTICES}. It is repeated until {@link NoticesStored} names it; then it is a line
/// of the event log.
///
/// @param id of the event to be; the same at every repeat
/// @param type such as `credits.low` or `endpoint.disabled`
/// @param data what is shown as the event's `data`: an object of at most 16 kB
public record TenantNotice(UUID id, TenantId tenant, String type, Instant at, JsonNode data) {
    @Override
    public String toString() {
        return "TenantNotice " + id;
    }
}
