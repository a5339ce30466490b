package dev.reelay.worker.webhook;

import dev.reelay.common.id.DeliveryId;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.endpoint.PostgresOwed;
import dev.reelay.worker.internal.Refused.Unknown;
import dev.reelay.worker.internal.Refused.WrongState;
import dev.reelay.worker.internal.Times;
import dev.reelay.worker.webhook.DeliveryView.AttemptView;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What tenants see of their deliveries, and what they have sent again.
@Singleton
class PostgresDeliveryLog {
    private static final int AT_ONCE = 1000;

    private static final String LIST =
            """
            select d.* from delivery d
             where %s and (cast(:after as uuid) is null or d.id < cast(:after as uuid))
             order by d.id desc limit :most
            """
                    .formatted(DeliveryFilter.CONDITION);

    /// What has ended and still has where to go.
    private static final String REPLAYABLE =
            """
            select d.id, coalesce(e.url, d.url) as url,
                   coalesce(e.destination, d.destination) as destination
              from delivery d
                   left join endpoint e on e.id = d.endpoint_id and e.tenant_id = d.tenant_id
             where d.state in ('exhausted', 'delivered') and (d.endpoint_id is null or e.enabled)
            """;

    /// The schedule begins anew; attempts are counted on.
    private static final String REPLAY =
            """
            update delivery d
               set state = 'due', due_at = now(), ended_at = null, claimed_until = null,
                   attempts_before = attempts, url = r.url, destination = r.destination
              from (%s) r
             where d.id = r.id and d.tenant_id = :tenant
            returning d.*
            """;

    private static final String REPLAY_ONE =
            REPLAY.formatted(
                    REPLAYABLE + "and d.id = :id and d.tenant_id = :tenant for update of d");

    private static final String ALL =
            REPLAYABLE + "and d.ended_at <= :ended and " + DeliveryFilter.CONDITION;

    private static final String REPLAY_ALL =
            "with again as (%s) select count(*) from again"
                    .formatted(
                            REPLAY.formatted(
                                    ALL
                                            + " order by d.ended_at limit :most for update of d skip locked"));

    private static final String COUNT_ALL = "select count(*) from (%s) found".formatted(ALL);

    private static final String TEST =
            """
            insert into delivery (event_id, tenant_id, type, endpoint_id, url, destination, body)
            select :event, tenant_id, :type, id, url, destination, convert_to(:body, 'UTF8')
              from endpoint where id = :id and tenant_id = :tenant
            returning id
            """;

    private final Jdbi jdbi;

    PostgresDeliveryLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The newest first, at most this many, beyond one of them.
    List<DeliveryView> list(
            TenantId tenant, DeliveryFilter filter, @Nullable DeliveryId after, int most) {
        return jdbi.withHandle(
                h ->
                        filter.bind(h.createQuery(LIST))
                                .bind("tenant", tenant.value())
                                .bindByType(
                                        "after", after == null ? null : after.value(), UUID.class)
                                .bind("most", most)
                                .map((row, _) -> view(row))
                                .list());
    }

    Optional<DeliveryView.Whole> find(TenantId tenant, DeliveryId id) {
        return jdbi.withHandle(
                h ->
                        find(h, tenant, id)
                                .map(
                                        view ->
                                                new DeliveryView.Whole(
                                                        view, attempts(h, tenant, id))));
    }

    private static Optional<DeliveryView> find(Handle h, TenantId tenant, DeliveryId id) {
        return h.createQuery("select * from delivery where id = :id and tenant_id = :tenant")
                .bind("id", id.value())
                .bind("tenant", tenant.value())
                .map((row, _) -> view(row))
                .findOne();
    }

    private static List<AttemptView> attempts(Handle h, TenantId tenant, DeliveryId id) {
        return h.createQuery(
                        """
                        select * from delivery_attempt
                         where delivery_id = :id and tenant_id = :tenant order by attempt
                        """)
                .bind("id", id.value())
                .bind("tenant", tenant.value())
                .map((row, _) -> attempt(row))
                .list();
    }

    /// The same event with the same bytes, from now on. Throws {@link Unknown}, or {@link
    /// WrongState} where it is still under way or has nowhere to go.
    DeliveryView replay(TenantId tenant, DeliveryId id) {
        return jdbi.inTransaction(
                h ->
                        h.createQuery(REPLAY_ONE)
                                .bind("id", id.value())
                                .bind("tenant", tenant.value())
                                .map((row, _) -> view(row))
                                .findOne()
                                .orElseThrow(
                                        () ->
                                                find(h, tenant, id)
                                                        .<RuntimeException>map(
                                                                now -> refusal(h, tenant, now))
                                                        .orElseGet(Unknown::new)));
    }

    private static WrongState refusal(Handle h, TenantId tenant, DeliveryView now) {
        if (now.endedAt() == null) {
            return new WrongState("it is still being delivered");
        }
        return new WrongState(
                exists(h, tenant, now) ? PostgresOwed.DISABLED : PostgresOwed.DELETED);
    }

    private static boolean exists(Handle h, TenantId tenant, DeliveryView now) {
        return h.createQuery(
                        "select exists (select from endpoint where id = :id and tenant_id = :tenant)")
                .bind(
                        "id",
                        Optional.ofNullable(now.endpoint())
                                .flatMap(EndpointId::parse)
                                .orElseThrow()
                                .value())
                .bind("tenant", tenant.value())
                .mapTo(Boolean.class)
                .one();
    }

    /// How many there are to replay.
    int count(TenantId tenant, DeliveryFilter filter) {
        return jdbi.withHandle(
                h ->
                        filter.bind(h.createQuery(COUNT_ALL))
                                .bind("tenant", tenant.value())
                                .bind("ended", now(h))
                                .mapTo(Integer.class)
                                .one());
    }

    /// Replays all that have ended until now, a part at a time; how many.
    int replay(TenantId tenant, DeliveryFilter filter) {
        var until = jdbi.withHandle(PostgresDeliveryLog::now);
        var all = 0;
        var part = 0;
        do {
            part =
                    jdbi.withHandle(
                            h ->
                                    filter.bind(h.createQuery(REPLAY_ALL))
                                            .bind("tenant", tenant.value())
                                            .bind("ended", until)
                                            .bind("most", AT_ONCE)
                                            .mapTo(Integer.class)
                                            .one());
            all += part;
        } while (part == AT_ONCE);
        return all;
    }

    private static OffsetDateTime now(Handle h) {
        return h.createQuery("select now()").mapTo(OffsetDateTime.class).one();
    }

    /// Owes an endpoint a test; empty where the tenant has no such endpoint.
    Optional<DeliveryId> test(TenantId tenant, EndpointId endpoint, TestEvent test) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(TEST)
                                .bind("event", test.id())
                                .bind("type", test.type())
                                .bind("body", test.body())
                                .bind("id", endpoint.value())
                                .bind("tenant", tenant.value())
                                .mapTo(UUID.class)
                                .findOne()
                                .map(DeliveryId::new));
    }

    private static DeliveryView view(ResultSet row) throws SQLException {
        var endpoint = row.getObject("endpoint_id", UUID.class);
        return new DeliveryView(
                new DeliveryId(row.getObject("id", UUID.class)).toString(),
                "webhook.delivery",
                endpoint == null ? null : new EndpointId(endpoint).toString(),
                row.getString("url"),
                row.getString("event_id"),
                row.getString("type"),
                row.getObject("job_id", UUID.class),
                row.getString("state"),
                row.getInt("attempts"),
                Times.text(row, "due_at"),
                Times.text(Times.of(row, "created_at")),
                Times.text(row, "ended_at"),
                row.getObject("last_status", Integer.class),
                row.getString("last_error"));
    }

    private static AttemptView attempt(ResultSet row) throws SQLException {
        var answer = row.getBytes("answer");
        return new AttemptView(
                row.getInt("attempt"),
                Times.text(Times.of(row, "started_at")),
                row.getInt("millis"),
                row.getObject("status", Integer.class),
                row.getString("error"),
                answer == null ? null : new String(answer, StandardCharsets.UTF_8));
    }
}
