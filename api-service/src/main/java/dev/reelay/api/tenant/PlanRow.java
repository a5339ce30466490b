package dev.reelay.api.tenant;

import dev.reelay.common.catalogue.Resolution;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// Reads plans from rows with the columns of {@link #COLUMNS}.
public final class PlanRow {
    /// Of a table that is called `p`.
    public static final String COLUMNS =
            """
            p.id as plan, p.rank, p.weight, p.jobs_at_once, p.longest_seconds, p.highest_resolution,
            extract(epoch from p.files_kept)::bigint as files_kept
            """;

    private PlanRow() {}

    public static Plan read(ResultSet row) throws SQLException {
        return new Plan(
                row.getString("plan"),
                row.getInt("rank"),
                row.getInt("weight"),
                row.getInt("jobs_at_once"),
                Duration.ofSeconds(row.getLong("files_kept")),
                row.getObject("longest_seconds", Integer.class),
                Optional.ofNullable(row.getString("highest_resolution"))
                        .flatMap(Resolution::named)
                        .orElse(null));
    }
}
