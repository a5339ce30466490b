package dev.reelay.worker.execution;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.Route;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// Reads live executions from rows with the columns of {@link ExecutionSql#COLUMNS}.
final class ExecutionRows {
    private ExecutionRows() {}

    static Execution read(ResultSet row) throws SQLException {
        return new Execution(
                new JobId(row.getObject("job_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getInt("output"),
                row.getInt("epoch"),
                state(row),
                Route.read(row.getInt("route"), row.getString("provider"), row.getString("model")),
                new Ordered(
                        row.getString("ordered_model"),
                        row.getString("resolution"),
                        row.getInt("seconds")),
                row.getString("account"),
                row.getBoolean("cancel_asked"),
                row.getBoolean("restored"));
    }

    private static Live state(ResultSet row) throws SQLException {
        var attempt = row.getObject("attempt_id", UUID.class);
        var word = row.getString("state");
        return switch (word) {
            case "queued" -> new Queued();
            case "submitting" -> new Submitting(attempt, row.getBoolean("intended"));
            case "unknown" -> new Unknown(attempt);
            case "in_progress" ->
                    new InProgress(attempt, new ProviderTask(row.getString("provider_task")));
            case "storing" ->
                    new Storing(attempt, new ProviderFile(row.getString("provider_file")));
            default -> throw new IllegalStateException("no live state " + word);
        };
    }
}
