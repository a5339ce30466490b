package dev.reelay.api.event;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Reads the whole log along, so that nothing is skipped though transactions commit in any order:
/// only what no running transaction can still precede. For all tenants: it serves no request.
@Singleton
final class PostgresTail {
    private final Jdbi jdbi;

    PostgresTail(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param job null where the event belongs to none
    record News(Place place, TenantId tenant, @Nullable JobId job) {}

    /// Before whatever a transaction that still runs may write.
    Place now() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
                                .mapTo(String.class)
                                .map(xid -> new Place(xid, 0))
                                .one());
    }

    List<News> beyond(Place place, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select xid::text as written_by, position, tenant_id, job_id
                                          from event
                                         where (xid, position) > (:xid::xid8, :position)
                                           and xid < pg_snapshot_xmin(pg_current_snapshot())
                                         order by xid, position
                                         limit :limit
                                        """)
                                .bind("xid", place.xid())
                                .bind("position", place.position())
                                .bind("limit", limit)
                                .map((row, _) -> news(row))
                                .list());
    }

    private static News news(ResultSet row) throws SQLException {
        var job = row.getObject("job_id", UUID.class);
        return new News(
                PostgresEvents.place(row),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                job == null ? null : new JobId(job));
    }
}
