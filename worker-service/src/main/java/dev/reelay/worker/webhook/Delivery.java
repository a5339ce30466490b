package dev.reelay.worker.webhook;

import dev.reelay.common.id.DeliveryId;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.endpoint.EndpointEvents;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event owed to an address, claimed for one attempt.
///
/// @param event by which the receiver knows repeats
/// @param endpoint null for a job's own address
/// @param body the same bytes at every attempt
/// @param attempts made before this one
/// @param attemptsBefore of those, made before it was last asked for again
/// @param openRouterKey see {@link dev.reelay.common.event.TenantEvent.Callback}
/// @param signing what it is signed with
/// @param lane how its destination is served
/// @param obstacle why it is not to be sent any more, in words for the tenant
record Delivery(
        DeliveryId id,
        String event,
        TenantId tenant,
        @Nullable EndpointId endpoint,
        String type,
        URI url,
        String destination,
        byte[] body,
        int attempts,
        int attemptsBefore,
        @Nullable String openRouterKey,
        Signing signing,
        Lane lane,
        Optional<String> obstacle) {

    /// @param generation of the secret
    /// @param previousToo whether the generation before is still good
    record Signing(int generation, boolean previousToo) {}

    /// @param slow whether it has few hands of its own
    /// @param marked whether anything bad is known of it
    record Lane(boolean slow, boolean marked) {}

    boolean isTest() {
        return type.equals(EndpointEvents.TEST);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
