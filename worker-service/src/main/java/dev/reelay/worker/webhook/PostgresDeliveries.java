package dev.reelay.worker.webhook;

import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.webhook.DeliveryMachine.Next;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// Deliveries and their attempts.
@Singleton
class PostgresDeliveries {
    private static final String ANY_DUE =
            "select exists (select from delivery where due_at <= now())";

    /// One claimer at a time, over all workers: only then is what is under way counted rightly.
    private static final String MAY_CLAIM = "select pg_try_advisory_xact_lock(7233001)";

    /// Walks the index from destination to destination, so that a long queue for a dead host costs
    /// the others nothing, and begins anywhere, so that none is always last.
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
            chosen as materialized (
              select found.id
                from (select destination from walk where destination is not null
                       order by random()) to_serve
                     cross join lateral (
                       select d.id from delivery d
                        where d.destination = to_serve.destination and d.due_at <= now()
                        order by d.due_at
                        limit greatest(0, :each - (
                                select count(*) from delivery f
                                 where f.destination = to_serve.destination
                                   and f.claimed_until > now()))
                          for no key update skip locked) found
               limit :most)
            update delivery d
               set due_at = now() + :lease * interval '1 ms',
                   claimed_until = now() + :lease * interval '1 ms'
              from chosen where d.id = chosen.id
            returning d.id, d.tenant_id, d.url, d.body, d.attempts, d.open_router_key
            """;

    /// A success always counts; that somebody else is trying again does not change that it is
    /// there.
    private static final String DELIVERED =
            """
            update delivery
               set state = 'delivered', attempts = attempts + 1, due_at = null,
                   claimed_until = null, ended_at = now()
             where id = :id and tenant_id = :tenant and state in ('due', 'retrying')
            returning attempts
            """;

    private static final String RETRYING =
            """
            update delivery
               set state = 'retrying', attempts = attempts + 1, claimed_until = null,
                   due_at = now() + :pause * interval '1 ms'
             where id = :id and tenant_id = :tenant and state in ('due', 'retrying')
               and attempts = :attempts
            returning attempts
            """;

    private static final String EXHAUSTED =
            """
            update delivery
               set state = 'exhausted', attempts = attempts + 1, due_at = null,
                   claimed_until = null, ended_at = now()
             where id = :id and tenant_id = :tenant and state in ('due', 'retrying')
               and attempts = :attempts
            returning attempts
            """;

    private final Jdbi jdbi;
    private final WebhookConfig config;

    PostgresDeliveries(Jdbi jdbi, WebhookConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// Stores what is new; one that is known stays as it is.
    void store(List<TenantEvent> events) {
        jdbi.useHandle(
                h -> {
                    var insert =
                            h.prepareBatch(
                                    """
                                    insert into delivery (id, tenant_id, job_id, url, destination,
                                                          body, open_router_key)
                                    values (:id, :tenant, :job, :url, :destination, :body, :key)
                                    on conflict (id) do nothing
                                    """);
                    for (var event : events) {
                        var callback = event.callback();
                        if (callback == null) {
                            continue;
                        }
                        var body = callback.body() == null ? event.body() : callback.body();
                        insert.bind("id", event.id())
                                .bind("tenant", event.tenant().value())
                                .bind("job", Objects.requireNonNull(event.job()).value())
                                .bind("url", callback.url().toString())
                                .bind(
                                        "destination",
                                        event.tenant() + " " + callback.url().getAuthority())
                                .bind("body", body.getBytes(StandardCharsets.UTF_8))
                                .bind("key", callback.openRouterKey())
                                .add();
                    }
                    insert.execute();
                });
    }

    /// Takes what is due, a few of each destination. Each comes again after the lease unless an
    /// attempt is {@link #record}ed.
    List<Delivery> claimDue(int most) {
        return jdbi.inTransaction(
                h -> {
                    if (!isTrue(h, ANY_DUE) || !isTrue(h, MAY_CLAIM)) {
                        return List.of();
                    }
                    return h.createQuery(CLAIM)
                            .bind("each", config.perDestination())
                            .bind("most", most)
                            .bind("lease", config.lease().toMillis())
                            .map((row, _) -> delivery(row))
                            .list();
                });
    }

    private static boolean isTrue(Handle h, String question) {
        return h.createQuery(question).mapTo(Boolean.class).one();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                URI.create(row.getString("url")),
                row.getBytes("body"),
                row.getInt("attempts"),
                row.getString("open_router_key"));
    }

    /// Keeps an attempt and what follows from it; false where somebody else's came first.
    boolean record(Delivery delivery, Attempt attempt, Next next) {
        return jdbi.inTransaction(
                h -> {
                    var number =
                            switch (next) {
                                case Next.Delivered _ -> step(h, DELIVERED, delivery, null);
                                case Next.RetryIn(var pause) -> step(h, RETRYING, delivery, pause);
                                case Next.Exhausted _ -> step(h, EXHAUSTED, delivery, null);
                            };
                    if (number == 0) {
                        return false;
                    }
                    keep(h, delivery, number, attempt);
                    return true;
                });
    }

    /// The number of the attempt, from 1; 0 where the step came too late.
    private static int step(Handle h, String sql, Delivery delivery, @Nullable Duration pause) {
        var query =
                h.createQuery(sql)
                        .bind("id", delivery.id())
                        .bind("tenant", delivery.tenant().value());
        if (!sql.equals(DELIVERED)) {
            query.bind("attempts", delivery.attempts());
        }
        if (pause != null) {
            query.bind("pause", pause.toMillis());
        }
        return query.mapTo(Integer.class).findOne().orElse(0);
    }

    private static void keep(Handle h, Delivery delivery, int number, Attempt attempt) {
        Update insert =
                h.createUpdate(
                        """
                        insert into delivery_attempt (delivery_id, attempt, tenant_id, started_at,
                                                      millis, status, error, answer)
                        values (:id, :number, :tenant, :started, :millis, :status, :error, :answer)
                        """);
        insert.bind("id", delivery.id())
                .bind("number", number)
                .bind("tenant", delivery.tenant().value())
                .bind("started", attempt.startedAt())
                .bind("millis", (int) attempt.took().toMillis())
                .bind("status", attempt.status())
                .bind("error", attempt.error())
                .bind("answer", attempt.answer())
                .execute();
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
