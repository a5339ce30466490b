package dev.reelay.common.event;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A line of the event log whose tenant wants to be told, on {@link Topics#TENANT_EVENTS}. It is
/// repeated until {@link EventsStored} names it.
///
/// @param id `evt_…`; by it receivers know repeats, and each address is owed it once
/// @param type such as `video.completed`
/// @param job what it is about; null where it is about no job
/// @param body what registered endpoints are sent as UTF-8, byte for byte; at most 20 kB
/// @param callback the job's own address; null where it has none or is not told of this type
public record TenantEvent(
        String id,
        TenantId tenant,
        String type,
        @Nullable JobId job,
        String body,
        @Nullable Callback callback) {
    /// @param body what is sent in place of the event's own; null for that
    /// @param openRouterKey by which a receiver of OpenRouter's messages knows repeats; where it is
    ///   there the message goes with OpenRouter's headers, else with those of Standard Webhooks
    public record Callback(URI url, @Nullable String body, @Nullable String openRouterKey) {
        /// Not the address, which may hold a tenant's token.
        @Override
        public String toString() {
            return "Callback";
        }
    }

    /// Neither body nor address.
    @Override
    public String toString() {
        return "TenantEvent " + id;
    }
}
