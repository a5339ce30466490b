package dev.reelay.worker.webhook;

import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.event.TenantEvent.Callback;
import dev.reelay.common.id.DeliveryId;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.endpoint.Destination;
import dev.reelay.worker.endpoint.EndpointEvents;
import dev.reelay.worker.endpoint.PostgresOwed;
import dev.reelay.worker.webhook.Delivery.Lane;
import dev.reelay.worker.webhook.Delivery.Signing;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Deliveries: what is owed, and who sends it now.
@Singleton
class PostgresDeliveries {
    private static final String ANY_DUE =
            "select exists (select from delivery where due_at <= now())";

    /// One claimer at a time, over all workers: only then is what is under way counted rightly.
    private static final String MAY_CLAIM = "select pg_try_advisory_xact_lock(7233001)";

    /// At most a few of each destination. Begins anywhere, so that none is always last.
    private static final String LANE =
            """
            select found.*
              from (select destination, slow, marked from to_serve where %s
                     order by random()) serve
                   cross join lateral (
                     select d.id, d.endpoint_id, d.tenant_id, serve.slow, serve.marked
                       from delivery d
                      where d.destination = serve.destination and d.due_at <= now()
                      order by d.due_at
                      limit greatest(0, :each - (
                              select count(*) from delivery f
                               where f.destination = serve.destination
                                 and f.claimed_until > now()))
                        for no key update skip locked) found
             limit :%s
            """;

    /// Walks the index from destination to destination, so that a long queue for a dead host costs
    /// the others nothing. Those that fail or dawdle have places of their own.
    private static final String CLAIM =
            """
            with recursive walk as (
              (select destination from delivery where due_at is not null
                order by destination limit 1)
              union all
              select (select d.destination from delivery d
                       where d.due_at is not null and d.destination > w.destination
                       order by d.destination limit 1)
                from walk w where w.destination is not null),
            to_serve as materialized (
              select w.destination, coalesce(l.slow, false) as slow,
                     l.destination is not null as marked
                from walk w left join destination_lane l on l.destination = w.destination
               where w.destination is not null),
            chosen as materialized ((%s) union all (%s)),
            known as materialized (
              select c.id, c.slow, c.marked, e.id is not null as there,
                     coalesce(e.enabled, false) as enabled,
                     coalesce(e.generation, s.generation, 1) as generation,
                     coalesce(coalesce(e.previous_until, s.previous_until) > now(), false)
                       as previous
                from chosen c
                     left join endpoint e on e.id = c.endpoint_id and e.tenant_id = c.tenant_id
                     left join callback_secret s
                       on c.endpoint_id is null and s.tenant_id = c.tenant_id)
            update delivery d
               set due_at = now() + :lease * interval '1 ms',
                   claimed_until = now() + :lease * interval '1 ms'
              from known k where d.id = k.id
            returning d.id, d.event_id, d.tenant_id, d.endpoint_id, d.type, d.url, d.destination,
                      d.body, d.attempts, d.attempts_before, d.open_router_key, k.slow, k.marked,
                      k.there, k.enabled, k.generation, k.previous
            """
                    .formatted(LANE.formatted("not slow", "quick"), LANE.formatted("slow", "slow"));

    /// One delivery for each of an event's targets: the job's own address, and each endpoint that
    /// wants its type.
    private static final String FAN_OUT =
            """
            with told as (
              select * from unnest(:ids, :tenants, :types, :jobs, :bodies, :urls, :destinations,
                                   :callbackBodies, :keys)
                as t(id, tenant_id, type, job_id, body, url, destination, callback_body, key)),
            target as (
              select id, tenant_id, type, job_id, null::uuid as endpoint_id, url, destination,
                     coalesce(callback_body, body) as body, key
                from told where url is not null
              union all
              select t.id, t.tenant_id, t.type, t.job_id, e.id, e.url, e.destination, t.body, null
                from told t
                     join endpoint e on e.tenant_id = t.tenant_id and e.enabled
                      and (e.events is null or t.type = any(e.events)))
            insert into delivery (event_id, tenant_id, type, job_id, endpoint_id, url, destination,
                                  body, open_router_key)
            select id, tenant_id, type, job_id, endpoint_id, url, destination,
                   convert_to(body, 'UTF8'), key
              from target order by id, endpoint_id
            on conflict (tenant_id, event_id, endpoint_id) do nothing
            """;

    private static final String GIVE_UP =
            """
            update delivery
               set state = 'exhausted', due_at = null, claimed_until = null, ended_at = now(),
                   last_error = :why
             where id = :id and tenant_id = :tenant and state in ('due', 'retrying')
            """;

    private final Jdbi jdbi;
    private final WebhookConfig config;

    PostgresDeliveries(Jdbi jdbi, WebhookConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// Stores what is owed for events; what is known stays as it is.
    void store(List<TenantEvent> events) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(FAN_OUT)
                                .bindArray("ids", String.class, each(events, TenantEvent::id))
                                .bindArray(
                                        "tenants",
                                        UUID.class,
                                        each(events, event -> event.tenant().value()))
                                .bindArray("types", String.class, each(events, TenantEvent::type))
                                .bindArray(
                                        "jobs",
                                        UUID.class,
                                        each(
                                                events,
                                                event ->
                                                        event.job() == null
                                                                ? null
                                                                : event.job().value()))
                                .bindArray("bodies", String.class, each(events, TenantEvent::body))
                                .bindArray(
                                        "urls",
                                        String.class,
                                        ofCallback(events, (_, to) -> to.url().toString()))
                                .bindArray(
                                        "destinations",
                                        String.class,
                                        ofCallback(
                                                events,
                                                (event, to) ->
                                                        Destination.of(event.tenant(), to.url())))
                                .bindArray(
                                        "callbackBodies",
                                        String.class,
                                        ofCallback(events, (_, to) -> to.body()))
                                .bindArray(
                                        "keys",
                                        String.class,
                                        ofCallback(events, (_, to) -> to.openRouterKey()))
                                .execute());
    }

    private static Object[] each(
            List<TenantEvent> events, Function<TenantEvent, @Nullable Object> column) {
        return events.stream().map(column).toArray();
    }

    private static Object[] ofCallback(
            List<TenantEvent> events, BiFunction<TenantEvent, Callback, @Nullable Object> column) {
        return each(
                events,
                event -> event.callback() == null ? null : column.apply(event, event.callback()));
    }

    /// Takes what is due, a few of each destination. Each comes again after the lease unless an
    /// attempt is kept.
    ///
    /// @param quick how many at most of destinations that are well
    /// @param slow how many at most of the others
    List<Delivery> claimDue(int quick, int slow) {
        return jdbi.inTransaction(
                h -> {
                    if (!isTrue(h, ANY_DUE) || !isTrue(h, MAY_CLAIM)) {
                        return List.of();
                    }
                    return h.createQuery(CLAIM)
                            .bind("each", config.perDestination())
                            .bind("quick", quick)
                            .bind("slow", slow)
                            .bind("lease", config.lease().toMillis())
                            .map((row, _) -> delivery(row))
                            .list();
                });
    }

    private static boolean isTrue(Handle h, String question) {
        return h.createQuery(question).mapTo(Boolean.class).one();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        var endpoint = row.getObject("endpoint_id", UUID.class);
        return new Delivery(
                new DeliveryId(row.getObject("id", UUID.class)),
                row.getString("event_id"),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                endpoint == null ? null : new EndpointId(endpoint),
                row.getString("type"),
                URI.create(row.getString("url")),
                row.getString("destination"),
                row.getBytes("body"),
                row.getInt("attempts"),
                row.getInt("attempts_before"),
                row.getString("open_router_key"),
                new Signing(row.getInt("generation"), row.getBoolean("previous")),
                new Lane(row.getBoolean("slow"), row.getBoolean("marked")),
                obstacle(row));
    }

    /// Events that were stored while their endpoint was being changed.
    private static Optional<String> obstacle(ResultSet row) throws SQLException {
        if (row.getObject("endpoint_id") == null) {
            return Optional.empty();
        }
        if (!row.getBoolean("there")) {
            return Optional.of(PostgresOwed.DELETED);
        }
        return row.getBoolean("enabled") || EndpointEvents.TEST.equals(row.getString("type"))
                ? Optional.empty()
                : Optional.of(PostgresOwed.DISABLED);
    }

    /// Ends a delivery without an attempt.
    void giveUp(Delivery delivery, String why) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(GIVE_UP)
                                .bind("id", delivery.id().value())
                                .bind("tenant", delivery.tenant().value())
                                .bind("why", why)
                                .execute());
    }

    /// Removes what has ended long ago; how many.
    int forget(int most) {
        return jdbi.withHandle(
                h ->
                        h.createUpdate(
                                        """
                                        delete from delivery where id in (
                                          select id from delivery
                                           where ended_at < now() - :kept * interval '1 s'
                                           order by ended_at limit :most)
                                        """)
                                .bind("kept", config.kept().toSeconds())
                                .bind("most", most)
                                .execute());
    }
}
