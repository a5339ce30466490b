package dev.reelay.worker.execution;

import dev.reelay.api.submission.JobRow;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.simulation.World;
import dev.reelay.worker.execution.ExecutionState.Completed;
import dev.reelay.worker.execution.ExecutionState.Ended;
import dev.reelay.worker.execution.ExecutionState.Fruitless;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A job in the worker's database, as the statements of {@link ExecutionSql} keep it.
public final class JobOfWorker {
    private static final long TOLD_BY = 2_000;

    final JobId id;
    final int outputs;
    final long deadline;
    final List<ExecutionRow> executions = new ArrayList<>();
    private int live;
    private int delivered;
    private @Nullable String endedAs;
    private JobReport.@Nullable Failure failure;
    Status status = Status.QUEUED;
    int version = 1;
    int told;
    long tellAt;
    private long endedAt = World.NEVER;

    JobOfWorker(JobId id, int outputs, long deadline) {
        this.id = id;
        this.outputs = outputs;
        this.deadline = deadline;
        this.live = outputs;
    }

    public List<ExecutionRow> executions() {
        return executions;
    }

    public JobId id() {
        return id;
    }

    boolean owesAReport() {
        return told < version;
    }

    void changed(long now) {
        version++;
        tellAt = now + TOLD_BY;
    }

    void started(long now) {
        if (status == Status.QUEUED) {
            status = Status.IN_PROGRESS;
            changed(now);
        }
    }

    /// The end of one of its executions, and with the last one its own.
    void ended(Ended end, long now) {
        var fruitless = end instanceof Fruitless none ? none : null;
        if (fruitless != null && endedAs == null) {
            endedAs = fruitless.word();
            failure = fruitless.failure();
        }
        delivered += end instanceof Completed ? 1 : 0;
        live--;
        if (live == 0) {
            var word = delivered > 0 || endedAs == null ? "completed" : endedAs;
            status = Status.valueOf(word.toUpperCase(Locale.ROOT));
            endedAt = now;
        }
        changed(now);
    }

    JobReport report() {
        var clips = new ArrayList<JobReport.Output>();
        if (status.ended()) {
            for (var execution : executions) {
                if (execution.state instanceof Completed(var asset)) {
                    clips.add(asset);
                }
            }
        }
        return new JobReport(
                id,
                JobRow.TENANT,
                version,
                status,
                0,
                null,
                endedAt == World.NEVER ? null : Instant.ofEpochMilli(endedAt),
                clips,
                status.ended() && status != Status.COMPLETED ? failure : null,
                List.of());
    }
}
