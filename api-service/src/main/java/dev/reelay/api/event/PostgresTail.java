package dev.reelay.api.event;

import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Reads the whole log along, so that nothing is skipped though transactions commit in any order:
/// only what no running transaction can still precede. For all tenants: it serves no request.
@Singleton
final class PostgresTail {
    private final Jdbi jdbi;

    PostgresTail(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// How far a reader has come.
    ///
    /// @param xid of the transaction that wrote the last event, as PostgreSQL writes it
    record Place(String xid, long position) {}

    record News(Place place, JobId job) {}

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
                                        select xid::text as written_by, position, job_id
                                          from event
                                         where (xid, position) > (:xid::xid8, :position)
                                           and xid < pg_snapshot_xmin(pg_current_snapshot())
                                         order by xid, position
                                         limit :limit
                                        """)
                                .bind("xid", place.xid())
                                .bind("position", place.position())
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new News(
                                                        new Place(
                                                                row.getString("written_by"),
                                                                row.getLong("position")),
                                                        new JobId(
                                                                row.getObject(
                                                                        "job_id", UUID.class))))
                                .list());
    }
}
