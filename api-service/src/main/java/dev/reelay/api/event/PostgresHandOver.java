package dev.reelay.api.event;

import dev.reelay.common.event.DeliveriesStored;
import dev.reelay.common.event.DeliveryAsked;
import dev.reelay.common.event.EventJson;
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

/// Which events the deliverer must hear of, again and again until it has them. For all tenants: it
/// serves no request.
@Singleton
public final class PostgresHandOver {
    private final Jdbi jdbi;

    PostgresHandOver(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Takes what is due; each comes again after 5 s, 10 s … 60 s until it is {@link #stored}.
    List<DeliveryAsked> claim(int limit) {
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
                                        returning e.id, e.tenant_id, e.job_id, e.callback_url,
                                                  coalesce(e.callback_body, e.body) as body,
                                                  e.callback_key
                                        """)
                                .bind("limit", limit)
                                .map((row, _) -> asked(row))
                                .list());
    }

    private static DeliveryAsked asked(ResultSet row) throws SQLException {
        return new DeliveryAsked(
                new EventId(row.getObject("id", UUID.class)).toString(),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new JobId(row.getObject("job_id", UUID.class)),
                URI.create(row.getString("callback_url")),
                row.getString("body"),
                row.getString("callback_key"));
    }

    /// The deliverer has these. Unknown ones and those told before change nothing.
    public void stored(List<DeliveriesStored.Delivery> deliveries) {
        var known =
                deliveries.stream()
                        .flatMap(
                                delivery ->
                                        EventId.parse(delivery.id()).stream()
                                                .map(
                                                        id ->
                                                                Map.of(
                                                                        "id", id.value(),
                                                                        "tenant",
                                                                                delivery.tenant())))
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
