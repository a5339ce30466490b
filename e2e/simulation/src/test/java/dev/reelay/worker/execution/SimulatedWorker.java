package dev.reelay.worker.execution;

import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Commit;
import dev.reelay.simulation.Guard;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.World;
import dev.reelay.worker.execution.ExecutionEvent.CancelAsked;
import dev.reelay.worker.execution.ExecutionEvent.DeadlinePassed;
import dev.reelay.worker.execution.ExecutionEvent.LeaseEnded;
import dev.reelay.worker.execution.ExecutionEvent.NotFound;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.execution.ExecutionState.Ended;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.execution.Outcome.GoesOn;
import dev.reelay.worker.execution.Outcome.Over;
import dev.reelay.worker.execution.Outcome.TooLate;
import dev.reelay.worker.execution.Step.TryNextRoute;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The worker: what it is told, and what it looks for. Between looking and writing others may come.
public final class SimulatedWorker {
    private static final long TELL_AGAIN = 5_000;

    private final World world;
    private final SimulatedExecutions store;
    private final List<JobOfWorker> jobs = new ArrayList<>();
    private final List<ExecutionRow> rows = new ArrayList<>();

    public SimulatedWorker(World world) {
        this.world = world;
        this.store = new SimulatedExecutions(world);
    }

    public List<ExecutionRow> rows() {
        return rows;
    }

    SimulatedExecutions store() {
        return store;
    }

    /// Whether a job's executions are all at their end and nobody is owed a report.
    public boolean owesNothing() {
        for (var job : jobs) {
            if (job.owesAReport() || !job.status.ended()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable JobOfWorker find(JobId id) {
        for (var job : jobs) {
            if (job.id.equals(id)) {
                return job;
            }
        }
        return null;
    }

    /// A job is announced. False where that is not known to be on record.
    public boolean store(JobId id, int outputs, long deadline) {
        var commit = world.commit();
        if (commit.done()) {
            var known = world.lacks(Guard.JOB_IS_STORED_ONCE) ? null : find(id);
            if (known == null) {
                insert(new JobOfWorker(id, outputs, deadline));
            } else {
                known.told = Math.min(known.told, known.version - 1);
                known.tellAt = world.now() + 2_000;
                tell(Replica.worker(outputs), known);
            }
        }
        return commit == Commit.KNOWN;
    }

    private void insert(JobOfWorker job) {
        jobs.add(job);
        for (var output = 0; output < job.outputs; output++) {
            var row = new ExecutionRow(job, output, placeOf(job, output));
            row.notBefore = world.now();
            job.executions.add(row);
            rows.add(row);
        }
        world.tell(() -> "worker: stores a job of %d".formatted(job.outputs));
        tell(Replica.worker(job.outputs), job);
    }

    private static int placeOf(JobOfWorker job, int output) {
        return (int) job.id.value().getLeastSignificantBits() * 2 + output;
    }

    public void cancel(JobId id) {
        if (!world.commit().done()) {
            return;
        }
        for (var row : rows) {
            var execution = row.read();
            if (row.job.id.equals(id) && execution != null) {
                row.cancelAsked = true;
                world.begin(
                        new ApplyTask(Replica.WORKER_1, this, row, execution, new CancelAsked()));
            }
        }
    }

    /// A provider calls, or somebody in its name.
    public boolean ring() {
        for (var row : rows) {
            if ((row.state instanceof InProgress || row.state instanceof Unknown)
                    && row.lookAt > world.now()) {
                row.lookAt = world.now();
                world.tell(() -> "a ring for " + row);
                return true;
            }
        }
        return false;
    }

    /// What an event does. Null where its writer has not heard whether it was written.
    @Nullable Outcome apply(
            Replica at, ExecutionRow row, Execution execution, ExecutionEvent event) {
        var step = decide(execution.state(), event);
        if (step.leaves(execution.state())) {
            return new GoesOn(execution);
        }
        var commit = world.commit();
        var saved = commit.done() && store.save(row, execution, step);
        if (saved) {
            world.tell(() -> "%s: %s: %s is %s".formatted(at, event, row, row.state.word()));
        }
        if (commit != Commit.KNOWN) {
            return null;
        }
        if (!saved && !step.next().equals(execution.state())) {
            return new TooLate();
        }
        tell(at, row.job);
        return switch (step.next()) {
            case Live live -> new GoesOn(execution.after(live));
            case Ended _ -> new Over();
        };
    }

    private Step decide(Live state, ExecutionEvent event) {
        if (state instanceof Unknown
                && event instanceof NotFound
                && world.lacks(Guard.NOTHING_FOLLOWS_AN_UNKNOWN_ATTEMPT)) {
            return Step.to(new Queued());
        }
        if (state instanceof InProgress
                && event instanceof Polled(NoAnswer _, var elsewhere)
                && elsewhere
                && world.lacks(Guard.MADE_ELSEWHERE_ONLY_AFTER_THE_VERDICT)) {
            return Step.to(new Queued(), new TryNextRoute());
        }
        return ExecutionMachine.apply(state, event);
    }

    private void tell(Replica at, JobOfWorker job) {
        if (job.owesAReport()) {
            world.begin(new TellTask(at, job));
        }
    }

    public boolean claim(Replica at) {
        for (var row : rows) {
            if (row.state instanceof Queued
                    && row.notBefore <= world.now()
                    && row.job.deadline > world.now()) {
                world.begin(SubmitTask.first(at, this, row));
                return true;
            }
        }
        return false;
    }

    public long claimDue() {
        var due = World.NEVER;
        for (var row : rows) {
            if (row.state instanceof Queued && row.job.deadline > row.notBefore) {
                due = Math.min(due, row.notBefore);
            }
        }
        return due;
    }

    public boolean watch(Replica at) {
        for (var row : rows) {
            var execution = row.lookAt <= world.now() ? row.read() : null;
            if (execution != null) {
                row.lookAt = world.now() + row.lookEach;
                row.lookEach = Math.min(30_000, row.lookEach * 13 / 10 + 1);
                var settled = row.intentAt + SimulatedExecutions.SETTLED_AFTER <= world.now();
                world.begin(new LookTask(at, this, row, execution, settled));
                return true;
            }
        }
        return false;
    }

    public long watchDue() {
        var due = World.NEVER;
        for (var row : rows) {
            due = Math.min(due, row.lookAt);
        }
        return due;
    }

    public boolean sweepLeases(Replica at) {
        for (var row : rows) {
            var execution = store.takeAbandonedClaim(row) ? row.read() : null;
            if (execution != null) {
                world.tell(() -> "%s: takes %s over".formatted(at, row));
                world.begin(new ApplyTask(at, this, row, execution, new LeaseEnded()));
                return true;
            }
        }
        return false;
    }

    public long leaseDue() {
        var due = World.NEVER;
        for (var row : rows) {
            due = row.state instanceof Submitting ? Math.min(due, row.leaseUntil) : due;
        }
        return due;
    }

    public boolean sweepDeadlines(Replica at) {
        for (var row : rows) {
            var execution = row.job.deadline <= world.now() ? row.read() : null;
            if (execution != null && !(execution.state() instanceof Submitting)) {
                world.begin(new ApplyTask(at, this, row, execution, new DeadlinePassed()));
                return true;
            }
        }
        return false;
    }

    public long deadlineDue() {
        var due = World.NEVER;
        for (var row : rows) {
            var counts = row.state instanceof Live && !(row.state instanceof Submitting);
            due = counts ? Math.min(due, row.job.deadline) : due;
        }
        return due;
    }

    public boolean sweepReports(Replica at) {
        for (var job : jobs) {
            if (job.owesAReport() && job.tellAt <= world.now()) {
                job.tellAt = world.now() + TELL_AGAIN;
                world.begin(new TellTask(at, job));
                return true;
            }
        }
        return false;
    }

    public long reportDue() {
        var due = World.NEVER;
        for (var job : jobs) {
            due = job.owesAReport() ? Math.min(due, job.tellAt) : due;
        }
        return due;
    }
}
