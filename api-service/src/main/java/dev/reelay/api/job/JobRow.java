package dev.reelay.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.credit.Price;
import dev.reelay.api.database.Column;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Reads a {@link Job} from its row.
public final class JobRow {
    /// What a query must select, from `job j`.
    public static final String COLUMNS =
            """
            j.dialect, j.model, j.state, j.spec, j.expected_seconds, j.metadata, j.price_version,
            j.amount, j.remixed_from, j.continued_seconds, j.extensions, j.report, j.captured, j.released, j.refunded,
            j.ended_at, j.expires_at,
            (j.expires_at <= now() or j.purged_at is not null) as files_gone
            """;

    private JobRow() {}

    public static Job read(ResultSet row, StatementContext context) throws SQLException {
        return new Job(
                row.getString("dialect"),
                row.getString("model"),
                JobState.named(row.getString("state")),
                EventJson.read(row.getString("spec"), JobSpec.class),
                row.getInt("expected_seconds"),
                json(row.getString("metadata"), ObjectNode.class),
                ancestry(row),
                price(row),
                json(row.getString("report"), JobReport.class),
                settlement(row),
                Column.instant(row, "ended_at"),
                Column.instant(row, "expires_at"),
                row.getBoolean("files_gone"));
    }

    private static <T> @Nullable T json(@Nullable String text, Class<T> type) {
        return text == null ? null : EventJson.read(text, type);
    }

    private static Ancestry ancestry(ResultSet row) throws SQLException {
        var remixed = row.getObject("remixed_from", UUID.class);
        return new Ancestry(
                remixed == null ? null : new JobId(remixed),
                row.getInt("continued_seconds"),
                row.getInt("extensions"));
    }

    private static @Nullable Price price(ResultSet row) throws SQLException {
        var amount = row.getObject("amount", Long.class);
        return amount == null ? null : new Price(row.getInt("price_version"), new Credits(amount));
    }

    private static Job.@Nullable Settlement settlement(ResultSet row) throws SQLException {
        var captured = row.getObject("captured", Long.class);
        return captured == null
                ? null
                : new Job.Settlement(
                        new Credits(captured),
                        new Credits(row.getLong("released")),
                        new Credits(row.getLong("refunded")));
    }
}
