package dev.reelay.worker.execution;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Ended jobs that may have objects nobody points to.
@Singleton
class PostgresLeftovers {
    /// @param kept the keys that the job's assets point to
    /// @param inputs the keys of what was fetched for the job
    /// @param restored whether the database was set back in the job's life: the api may then point
    ///   to another object than is known here
    record Leftover(
            TenantId tenant, JobId job, List<String> kept, List<String> inputs, boolean restored) {}

    /// Taking is putting off: the job stays marked until its sweep is done.
    private static final String TAKE =
            """
            update job j set sweep_at = now() + interval '1 min'
             where id = (select id from job
                          where sweep_at <= now() and ended_at is not null
                          order by sweep_at limit 1 for no key update skip locked)
            returning j.tenant_id, j.id,
              (select string_agg(concat_ws(' ', asset->>'key', asset->>'thumbnail_key',
                                           asset->>'spritesheet_key'), ' ')
                 from execution e where e.job_id = j.id and e.state = 'completed') as kept,
              exists (select from execution e where e.job_id = j.id and e.restored) as restored,
              (select array_to_string(keys, ' ') from input_fetch f where f.job_id = j.id) as inputs
            """;

    private static final String DONE =
            """
            with f as (delete from input_fetch where tenant_id = :tenant and job_id = :job)
            update job set sweep_at = null where tenant_id = :tenant and id = :job
            """;

    private final Jdbi jdbi;

    PostgresLeftovers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Leftover> take() {
        return jdbi.withHandle(h -> h.createQuery(TAKE).map((row, _) -> leftover(row)).findOne());
    }

    private static Leftover leftover(ResultSet row) throws SQLException {
        return new Leftover(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new JobId(row.getObject("id", UUID.class)),
                keys(row.getString("kept")),
                keys(row.getString("inputs")),
                row.getBoolean("restored"));
    }

    private static List<String> keys(@Nullable String kept) {
        return kept == null ? List.of() : List.of(kept.trim().split(" +"));
    }

    void done(Leftover leftover) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(DONE)
                                .bind("tenant", leftover.tenant().value())
                                .bind("job", leftover.job().value())
                                .execute());
    }
}
