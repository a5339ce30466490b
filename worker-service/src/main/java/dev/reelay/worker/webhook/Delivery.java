package dev.reelay.worker.webhook;

import dev.reelay.common.id.TenantId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// An event owed to an address, claimed for one attempt.
///
/// @param attempts made before this one
/// @param body the same bytes at every attempt
/// @param openRouterKey see {@link dev.reelay.common.event.TenantEvent.Callback}
record Delivery(
        String id,
        TenantId tenant,
        URI url,
        byte[] body,
        int attempts,
        @Nullable String openRouterKey) {
    @Override
    public String toString() {
        return id;
    }
}
