package dev.reelay.api.event;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.EventsStored;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Which events the deliverer must hear of, again and again until it has them. For all tenants: it
/// serves no request.
@Singleton
public final class PostgresHandOver {
    /// Whether the tenant of an event is told of all that happens, for a statement that writes one
    /// and has the parameter `tenant`. It is asked in the same statement, so an endpoint that was
    /// made before misses nothing.
    static final String TOLD_OF_ALL =
            "exists (select from tenant t where t.id = :tenant and t.has_endpoints)";

    private final Jdbi jdbi;

    PostgresHandOver(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Takes what is due; each comes again after 5 s, 10 s … 60 s until it is {@link #stored}.
    List<TenantEvent> claim(int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        with due as materialized (
                                            select position from event
                                             where tell_at <= now()
                                             order by tell_at
                                             limit :limit
                                               for no key update skip locked)
                                        update event e
                                           set told = told + 1,
                                               tell_at = now() + make_interval(secs =>
                                                   least(60, 5 * 2 ^ least(told, 4)))
                                          from due where e.position = due.position
                                        returning e.id, e.tenant_id, e.job_id, e.type, e.body,
                                                  e.callback_url, e.callback_body,
                                                  e.callback_key
                                        """)
                                .bind("limit", limit)
                                .map((row, _) -> event(row))
                                .list());
    }

    private static TenantEvent event(ResultSet row) throws SQLException {
        return new TenantEvent(
                new EventId(row.getObject("id", UUID.class)).toString(),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("type"),
                job(row.getObject("job_id", UUID.class)),
                row.getString("body"),
                callback(row));
    }

    /// Null for an event that is about the tenant itself.
    private static @Nullable JobId job(@Nullable UUID id) {
        return id == null ? null : new JobId(id);
    }

    private static TenantEvent.@Nullable Callback callback(ResultSet row) throws SQLException {
        var url = row.getString("callback_url");
        return url == null
                ? null
                : new TenantEvent.Callback(
                        URI.create(url),
                        row.getString("callback_body"),
                        row.getString("callback_key"));
    }

    /// The deliverer has these. Unknown ones and those told before change nothing.
    public void stored(List<EventsStored.Event> events) {
        var known =
                events.stream()
                        .flatMap(
                                event ->
                                        EventId.parse(event.id()).stream()
                                                .map(
                                                        id ->
                                                                Map.of(
                                                                        "id", id.value(),
                                                                        "tenant", event.tenant())))
                        .toList();
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update event e set tell_at = null
                                          from jsonb_to_recordset(:known::jsonb)
                                                   as d(id uuid, tenant uuid)
                                         where e.id = d.id and e.tenant_id = d.tenant
                                           and e.tell_at is not null
                                        """)
                                .bind("known", EventJson.write(known))
                                .execute());
    }
}
