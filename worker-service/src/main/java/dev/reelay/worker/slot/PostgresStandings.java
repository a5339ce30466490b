package dev.reelay.worker.slot;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.slot.QueueOrder.Line;
import dev.reelay.worker.slot.QueueOrder.Room;
import dev.reelay.worker.slot.QueueOrder.Standing;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Where a tenant's jobs stand that only lack a slot. What it reads grows with the number of
/// tenants that wait, not with what they have queued.
@Singleton
class PostgresStandings {
    /// Of one tenant at one provider; what waits beyond it has no place yet.
    private static final int MOST = 1000;

    /// A tenant's queue, and the room that it and the provider have.
    private record Queue(String provider, Line line, Room atProvider, Room ofTenant) {}

    /// One that waits.
    private record Waiting(JobId job, int expectedSeconds) {}

    private static final String QUEUES =
            """
            select q.provider, q.vtime, q.weight, q.queued, q.queued_seconds,
                   p.slots - p.in_flight as provider_free, p.slots as provider_all,
                   t.max_in_flight - t.in_flight as tenant_free, t.max_in_flight as tenant_all
              from tenant_queue q join tenant_slot t using (tenant_id)
                   cross join lateral (
                     select sum(%s) as slots, sum(in_flight) as in_flight
                       from account_slot a
                      where a.provider = q.provider
                        and (a.closed_until is null or a.closed_until <= now())) p
             where q.tenant_id = :tenant and q.queued > 0 and p.slots > 0
            """
                    .formatted(AccountSql.slots("a"));

    /// Who has all it may starts nothing before others.
    private static final String OTHERS =
            """
            select q.vtime, q.weight, q.queued, q.queued_seconds
              from tenant_queue q join tenant_slot t using (tenant_id)
             where q.provider = :provider and q.queued > 0 and q.tenant_id <> :tenant
               and t.in_flight < t.max_in_flight
            """;

    private static final String WAITING =
            """
            select job_id, expected_seconds from execution
             where tenant_id = :tenant and provider = :provider and state = 'queued'
               and not_before <= now() and deadline > now()
             order by not_before, job_id, output limit :most
            """;

    private final Jdbi jdbi;

    PostgresStandings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Where each of the tenant's waiting jobs stands: the first of its executions. Those of a
    /// provider that takes nothing at present are not among them.
    Map<JobId, Standing> of(TenantId tenant) {
        return jdbi.withHandle(
                h -> {
                    var standings = new LinkedHashMap<JobId, Standing>();
                    for (var queue : queues(h, tenant)) {
                        var waiting = waiting(h, tenant, queue.provider());
                        var each =
                                QueueOrder.standings(
                                        queue.line(),
                                        waiting.stream().map(Waiting::expectedSeconds).toList(),
                                        others(h, tenant, queue.provider()),
                                        queue.atProvider(),
                                        queue.ofTenant());
                        for (var i = 0; i < each.size(); i++) {
                            standings.putIfAbsent(waiting.get(i).job(), each.get(i));
                        }
                    }
                    return standings;
                });
    }

    private static List<Queue> queues(Handle h, TenantId tenant) {
        return h.createQuery(QUEUES)
                .bind("tenant", tenant.value())
                .map(
                        (row, _) ->
                                new Queue(
                                        row.getString("provider"),
                                        line(row),
                                        new Room(
                                                row.getInt("provider_free"),
                                                row.getInt("provider_all")),
                                        new Room(
                                                row.getInt("tenant_free"),
                                                row.getInt("tenant_all"))))
                .list();
    }

    private static List<Line> others(Handle h, TenantId tenant, String provider) {
        return h.createQuery(OTHERS)
                .bind("tenant", tenant.value())
                .bind("provider", provider)
                .map((row, _) -> line(row))
                .list();
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getDouble("vtime"),
                row.getInt("weight"),
                row.getInt("queued"),
                row.getLong("queued_seconds"));
    }

    private static List<Waiting> waiting(Handle h, TenantId tenant, String provider) {
        return h.createQuery(WAITING)
                .bind("tenant", tenant.value())
                .bind("provider", provider)
                .bind("most", MOST)
                .map(
                        (row, _) ->
                                new Waiting(
                                        new JobId(row.getObject("job_id", UUID.class)),
                                        row.getInt("expected_seconds")))
                .list();
    }
}
