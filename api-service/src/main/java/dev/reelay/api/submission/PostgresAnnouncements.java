package dev.reelay.api.submission;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Which jobs the worker must hear of again. To claim one is to set its next time, so nobody holds
/// anything and a claimer that dies is simply followed by the next. For all tenants: it serves no
/// request.
@Singleton
final class PostgresAnnouncements {
    private final Jdbi jdbi;

    PostgresAnnouncements(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param cancelAsked the worker must hear that too
    record Due(JobSpec spec, boolean cancelAsked) {}

    /// Takes what is due; each comes again after 10 s, 20 s … 60 s unless its next acknowledgement
    /// arrives.
    List<Due> claim(int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        with due as materialized (
                                            select id from job
                                             where announce_at <= now()
                                             order by announce_at
                                             limit :limit
                                               for no key update skip locked)
                                        update job j
                                           set announced = announced + 1,
                                               announce_at = now() + make_interval(secs =>
                                                   least(60, 5 * 2 ^ least(announced, 4)))
                                          from due where j.id = due.id
                                        returning j.spec, j.ended_at is null
                                            and j.cancel_asked_at is not null as cancel_asked
                                        """)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new Due(
                                                        EventJson.read(
                                                                row.getString("spec"),
                                                                JobSpec.class),
                                                        row.getBoolean("cancel_asked")))
                                .list());
    }

    /// What no broker took is due again at once.
    void putBack(Collection<JobId> jobs) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update job
                                           set announce_at = now(),
                                               announced = greatest(announced - 1, 0)
                                         where id = any(:ids) and announce_at is not null
                                        """)
                                .bindArray(
                                        "ids", UUID.class, jobs.stream().map(JobId::value).toList())
                                .execute());
    }
}
