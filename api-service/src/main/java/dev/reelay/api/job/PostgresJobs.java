package dev.reelay.api.job;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Jobs as tenants see them: accepted, not deleted, their own.
@Singleton
public final class PostgresJobs {
    private static final String SHOWN =
            """
             j.deleted_at is null and j.state not in ('accepting', 'abandoned')
            """;
    private static final String VISIBLE = " j.tenant_id = :tenant and " + SHOWN;

    private final Jdbi jdbi;

    PostgresJobs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<Job> find(TenantId tenant, JobId id) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + JobRow.COLUMNS
                                                + " from job j where j.id = :id and "
                                                + VISIBLE)
                                .bind("id", id.value())
                                .bind("tenant", tenant.value())
                                .map(JobRow::read)
                                .findOne());
    }

    /// A job of one of these dialects, for whoever knows its id: to be asked only for an id that
    /// nobody can guess.
    public Optional<Job> findOpen(JobId id, Collection<String> dialects) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + JobRow.COLUMNS
                                                + """
                                                   from job j
                                                  where j.id = :id and j.dialect = any(:dialects)
                                                    and\s"""
                                                + SHOWN)
                                .bind("id", id.value())
                                .bindArray("dialects", String.class, dialects)
                                .map(JobRow::read)
                                .findOne());
    }

    /// A page in the order of acceptance, or newest first, beyond the job given.
    ///
    /// @param workspace whose jobs; null for all of the tenant
    public List<Job> page(
            TenantId tenant,
            @Nullable UUID workspace,
            @Nullable JobId after,
            int limit,
            boolean newestFirst) {
        var beyond = newestFirst ? "<" : ">";
        var order = newestFirst ? "desc" : "asc";
        return jdbi.withHandle(
                handle -> {
                    var query =
                            handle.createQuery(
                                    "select "
                                            + JobRow.COLUMNS
                                            + " from job j where "
                                            + VISIBLE
                                            + (workspace == null
                                                    ? ""
                                                    : " and j.workspace_id = :workspace")
                                            + (after == null
                                                    ? ""
                                                    : " and j.id " + beyond + " :after")
                                            + " order by j.id "
                                            + order
                                            + " limit :limit");
                    if (workspace != null) {
                        query.bind("workspace", workspace);
                    }
                    if (after != null) {
                        query.bind("after", after.value());
                    }
                    return query.bind("tenant", tenant.value())
                            .bind("limit", limit)
                            .map(JobRow::read)
                            .list();
                });
    }

    /// Notes the wish to stop and that the worker is to hear of it; false where the job has ended,
    /// was asked before or is not there.
    public boolean askToCancel(TenantId tenant, JobId id) {
        return jdbi.withHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                update job j
                                                   set cancel_asked_at = now(), announced = 1,
                                                       announce_at = now() + interval '5 seconds'
                                                 where j.id = :id and j.ended_at is null
                                                   and j.cancel_asked_at is null
                                                   and\s"""
                                                        + VISIBLE)
                                        .bind("id", id.value())
                                        .bind("tenant", tenant.value())
                                        .execute())
                == 1;
    }

    /// Takes an ended job out of sight; its objects go soon. False where there is none.
    public boolean delete(TenantId tenant, JobId id) {
        return jdbi.withHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                update job j
                                                   set deleted_at = now(), purge_at = now()
                                                 where j.id = :id and j.ended_at is not null
                                                   and\s"""
                                                        + VISIBLE)
                                        .bind("id", id.value())
                                        .bind("tenant", tenant.value())
                                        .execute())
                == 1;
    }
}
