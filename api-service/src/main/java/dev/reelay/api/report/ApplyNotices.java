package dev.reelay.api.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.event.EventType;
import dev.reelay.api.event.HandOverEvents;
import dev.reelay.api.event.PostgresTenantEvents;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.NoticesStored;
import dev.reelay.common.event.TenantNotice;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes what other services noticed into the event log, and tells them so. Both may happen twice:
/// a known notice changes nothing and is told again.
@Singleton
public final class ApplyNotices {
    private static final Logger LOG = Logger.getLogger(ApplyNotices.class);
    private static final int MOST_BYTES = 16 * 1024;

    private final PostgresTenantEvents events;
    private final HandOverEvents handOver;

    ApplyNotices(PostgresTenantEvents events, HandOverEvents handOver) {
        this.events = events;
        this.handOver = handOver;
    }

    /// Null where nothing was stored: then there is nothing to tell.
    @Incoming("tenant-notices")
    @Outgoing("tenant-notices-stored")
    @RunOnVirtualThread
    public @Nullable String on(List<@Nullable String> records) {
        var notices = ReadMessages.read(records, TenantNotice.class, ApplyNotices::isWhole);
        if (notices.isEmpty()) {
            return null;
        }
        var stored = new ArrayList<UUID>();
        UntilItPasses.apply(notices, some -> stored.addAll(events.store(some)));
        handOver.soon();
        return stored.isEmpty() ? null : EventJson.write(new NoticesStored(stored));
    }

    /// What is not is repeated by its owner, for it may be of a newer version than this process.
    private static boolean isWhole(TenantNotice notice) {
        var whole =
                notice.id() != null
                        && notice.tenant() != null
                        && notice.at() != null
                        && notice.type() != null
                        && EventType.named(notice.type()).filter(EventType::isNoticed).isPresent()
                        && isData(notice.data());
        if (!whole) {
            LOG.warnf("a notice was skipped notice=%s", notice.id());
        }
        return whole;
    }

    private static boolean isData(@Nullable JsonNode data) {
        return data != null
                && data.isObject()
                && EventJson.write(data).getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }
}
