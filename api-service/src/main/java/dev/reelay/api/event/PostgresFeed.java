package dev.reelay.api.event;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// A tenant's part of the log, to be read in pieces. Whoever goes on from the last event that they
/// read reads each one once: only that is shown which no running transaction can still precede.
@Singleton
public final class PostgresFeed {
    private final Jdbi jdbi;
    private final EventConfig config;

    PostgresFeed(Jdbi jdbi, EventConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// The next events of these types. Each type is walked by itself, so that those which are not
    /// wanted cost nothing however many they are.
    public List<Event> beyond(
            TenantId tenant, Place place, Collection<EventType> types, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        with page as materialized (
                                            select found.position
                                              from unnest(:types) as wanted (type)
                                             cross join lateral (
                                                 select xid, position from event
                                                  where tenant_id = :tenant and type = wanted.type
                                                    and (xid, position) > (:xid::xid8, :position)
                                                    and xid < pg_snapshot_xmin(
                                                                pg_current_snapshot())
                                                  order by xid, position
                                                  limit :limit) as found
                                             order by found.xid, found.position
                                             limit :limit)
                                        select xid::text as written_by, e.position, id, type, body
                                          from page join event e on e.position = page.position
                                         where tenant_id = :tenant
                                         order by xid, e.position
                                        """)
                                .bindArray("types", String.class, words(types))
                                .bind("tenant", tenant.value())
                                .bind("xid", place.xid())
                                .bind("position", place.position())
                                .bind("limit", limit)
                                .map((row, _) -> PostgresEvents.event(row))
                                .list());
    }

    private static List<String> words(Collection<EventType> types) {
        return types.stream().map(EventType::word).toList();
    }

    /// The newest event that a reader has; what comes after it comes after all that is shown now.
    public Optional<Event> newest(TenantId tenant) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select xid::text as written_by, position, id, type, body
                                          from unnest(:types) as each (word)
                                         cross join lateral (
                                             select * from event
                                              where tenant_id = :tenant and type = each.word
                                                and xid < pg_snapshot_xmin(pg_current_snapshot())
                                              order by xid desc, position desc
                                              limit 1) as newest
                                         order by xid desc, position desc
                                         limit 1
                                        """)
                                .bindArray(
                                        "types",
                                        String.class,
                                        words(Arrays.asList(EventType.values())))
                                .bind("tenant", tenant.value())
                                .map((row, _) -> PostgresEvents.event(row))
                                .findOne());
    }

    /// Where an event stands; empty where the tenant has no such event, or its time is over and
    /// what followed it may be gone.
    public Optional<Place> place(TenantId tenant, EventId id) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select xid::text as written_by, position from event
                                         where id = :id and tenant_id = :tenant
                                           and created_at > now() - make_interval(secs => :kept)
                                        """)
                                .bind("id", id.value())
                                .bind("tenant", tenant.value())
                                .bind("kept", config.kept().toSeconds())
                                .map((row, _) -> PostgresEvents.place(row))
                                .findOne());
    }
}
