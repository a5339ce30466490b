package dev.reelay.api.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.key.PostgresKeyHistory;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.TenantNotice;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Events that are about a tenant itself and belong to no job.
@Singleton
public final class PostgresTenantEvents implements PostgresKeyHistory {
    private final Jdbi jdbi;
    private final EventWording wording;
    private final InstantSource clock;

    PostgresTenantEvents(Jdbi jdbi, EventWording wording, InstantSource clock) {
        this.jdbi = jdbi;
        this.wording = wording;
        this.clock = clock;
    }

    @Override
    public void revoked(Handle handle, TenantId tenant, JsonNode key) {
        insert(handle, EventId.next(), tenant, EventType.KEY_REVOKED, clock.instant(), key);
    }

    /// Writes what other services noticed; a notice that is known, or whose tenant is not, changes
    /// nothing. The answer is those that are in the log now.
    ///
    /// @param notices of types that are noticed
    public List<UUID> store(List<TenantNotice> notices) {
        return jdbi.inTransaction(
                handle -> {
                    notices.forEach(notice -> insert(handle, notice));
                    return known(handle, notices);
                });
    }

    private void insert(Handle handle, TenantNotice notice) {
        insert(
                handle,
                new EventId(notice.id()),
                notice.tenant(),
                EventType.named(notice.type()).orElseThrow(),
                notice.at(),
                notice.data());
    }

    /// @param at when it happened, as the event says; how long it is kept counts from now
    private void insert(
            Handle handle, EventId id, TenantId tenant, EventType type, Instant at, JsonNode data) {
        handle.createUpdate(
                        """
                        insert into event (id, tenant_id, type, body, created_at, tell_at)
                        select :id, id, :type, :body::json, :now,
                               case when has_endpoints then now() end
                          from tenant where id = :tenant
                        on conflict (id) do nothing
                        """)
                .bind("id", id.value())
                .bind("tenant", tenant.value())
                .bind("type", type.word())
                .bind("body", wording.body(id, type, at, data))
                .bind("now", clock.instant())
                .execute();
    }

    private static List<UUID> known(Handle handle, List<TenantNotice> notices) {
        return handle.createQuery(
                        """
                        select e.id
                          from jsonb_to_recordset(:notices::jsonb) as n (id uuid, tenant uuid)
                          join event e on e.id = n.id and e.tenant_id = n.tenant
                        """)
                .bind("notices", EventJson.write(notices.stream().map(Known::of).toList()))
                .mapTo(UUID.class)
                .list();
    }

    private record Known(UUID id, TenantId tenant) {
        static Known of(TenantNotice notice) {
            return new Known(notice.id(), notice.tenant());
        }
    }
}
