package dev.reelay.api.tenant;

import dev.reelay.common.catalogue.Resolution;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads plans from rows with the columns of {@link #COLUMNS}.
public final class PlanRow {
    /// Of a table that is called `p`.
    public static final String COLUMNS =
            """
            p.id as plan, p.rank, p.weight, p.jobs_at_once, p.jobs_queued, p.jobs_per_day,
            p.requests_per_second, p.longest_seconds, p.highest_resolution,
            p.models as plan_models,
            extract(epoch from p.files_kept)::bigint as files_kept,
            extract(epoch from p.prompts_kept)::bigint as plan_prompts_kept
            """;

    private PlanRow() {}

    public static Plan read(ResultSet row) throws SQLException {
        return new Plan(
                row.getString("plan"),
                row.getInt("rank"),
                row.getInt("weight"),
                row.getInt("jobs_at_once"),
                row.getObject("jobs_queued", Integer.class),
                row.getObject("jobs_per_day", Integer.class),
                row.getObject("requests_per_second", Integer.class),
                Duration.ofSeconds(row.getLong("files_kept")),
                Duration.ofSeconds(row.getLong("plan_prompts_kept")),
                row.getObject("longest_seconds", Integer.class),
                Optional.ofNullable(row.getString("highest_resolution"))
                        .flatMap(Resolution::named)
                        .orElse(null),
                models(row));
    }

    private static @Nullable Set<String> models(ResultSet row) throws SQLException {
        var models = row.getArray("plan_models");
        return models == null ? null : Set.of((String[]) models.getArray());
    }
}
