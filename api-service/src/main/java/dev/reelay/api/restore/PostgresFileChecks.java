package dev.reelay.api.restore;

import dev.reelay.api.database.Column;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Completed videos whose files are to be looked for in the store. For all tenants: it serves no
/// request.
@Singleton
final class PostgresFileChecks {
    private static final String CLAIM =
            """
            with due as materialized (
                select job_id from file_check where due_at <= now() order by due_at limit :limit
                   for no key update skip locked)
            update file_check c set due_at = now() + interval '1 minute'
              from due where c.job_id = due.job_id
            returning c.job_id, c.tenant_id, c.missing_since, now() as looked_at
            """;

    private static final String MISSED =
            """
            update file_check
               set missing_since = coalesce(missing_since, now()),
                   due_at = now() + make_interval(secs => :seconds)
             where job_id = :job and tenant_id = :tenant
            """;

    private final Jdbi jdbi;

    PostgresFileChecks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param missing since they were first missed; null where they were not looked for or are
    ///   there
    record Due(JobId job, TenantId tenant, @Nullable Duration missing) {}

    /// Each comes again in a minute until it is {@link #missed} or {@link #over}.
    List<Due> claim(int limit) {
        return jdbi.withHandle(
                h -> h.createQuery(CLAIM).bind("limit", limit).map((row, _) -> due(row)).list());
    }

    private static Due due(ResultSet row) throws SQLException {
        var since = Column.instant(row, "missing_since");
        var now = Objects.requireNonNull(Column.instant(row, "looked_at"));
        return new Due(
                new JobId(row.getObject("job_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                since == null ? null : Duration.between(since, now));
    }

    /// They are not there; they are looked for again after a while.
    void missed(Due due, Duration again) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(MISSED)
                                .bind("job", due.job().value())
                                .bind("tenant", due.tenant().value())
                                .bind("seconds", again.toMillis() / 1000.0)
                                .execute());
    }

    /// They need not be looked for again.
    void over(Due due) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        delete from file_check
                                         where job_id = :job and tenant_id = :tenant
                                        """)
                                .bind("job", due.job().value())
                                .bind("tenant", due.tenant().value())
                                .execute());
    }
}
