package dev.reelay.worker.webhook;

import dev.reelay.common.id.TenantId;
import java.net.URI;

/// An event owed to an address, claimed for one attempt.
///
/// @param attempts made before this one
/// @param body the same bytes at every attempt
record Delivery(String id, TenantId tenant, URI url, byte[] body, int attempts) {
    @Override
    public String toString() {
        return id;
    }
}
