package dev.reelay.worker.execution;

import dev.reelay.api.submission.JobRow;
import dev.reelay.simulation.World;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An execution in the worker's database, with its attempts.
public final class ExecutionRow {
    private static final List<Route> ROUTES =
            List.of(
                    new Route(0, ProviderQueue.of("first"), "m"),
                    new Route(1, ProviderQueue.of("second"), "m"));

    private static final Ordered ORDERED = new Ordered("m", "720p", 5);

    /// `intended` says whether the intent is on record.
    static final class Attempt {
        final UUID id;
        boolean intended;

        Attempt(UUID id) {
            this.id = id;
        }
    }

    final JobOfWorker job;
    final int output;
    final int place;
    final List<Attempt> attempts = new ArrayList<>();
    ExecutionState state = new Queued();
    int epoch;
    int progress;
    int route;
    @Nullable UUID attempt;
    boolean intended;
    boolean cancelAsked;
    long intentAt;
    long notBefore;
    long leaseUntil = World.NEVER;
    long lookAt = World.NEVER;
    long lookEach;

    /// @param place among all executions of a run
    ExecutionRow(JobOfWorker job, int output, int place) {
        this.job = job;
        this.output = output;
        this.place = place;
    }

    public ExecutionState state() {
        return state;
    }

    public int epoch() {
        return epoch;
    }

    public int output() {
        return output;
    }

    public int place() {
        return place;
    }

    /// Whether the intent of an attempt is on record.
    public boolean intends(UUID id) {
        for (var one : attempts) {
            if (one.id.equals(id)) {
                return one.intended;
            }
        }
        return false;
    }

    /// As a worker reads it; null where it has ended.
    @Nullable Execution read() {
        return state instanceof Live live
                ? new Execution(
                        job.id,
                        JobRow.TENANT,
                        output,
                        epoch,
                        live,
                        ROUTES.get(route),
                        ORDERED,
                        route == 0 ? "first" : "second",
                        cancelAsked,
                        false)
                : null;
    }

    @Override
    public String toString() {
        return "execution %d/%d".formatted(job.id.value().getLeastSignificantBits(), output);
    }
}
