package dev.reelay.worker.execution;

import dev.reelay.simulation.Guard;
import dev.reelay.simulation.World;
import dev.reelay.worker.execution.ExecutionRow.Attempt;
import dev.reelay.worker.execution.ExecutionState.Cancelled;
import dev.reelay.worker.execution.ExecutionState.Ended;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.execution.Step.BackOff;
import dev.reelay.worker.execution.Step.LookNow;
import dev.reelay.worker.execution.Step.NoteProgress;
import dev.reelay.worker.execution.Step.TryNextRoute;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the statements of {@link ExecutionSql} do to a row, with their guards. What a step is
/// follows from {@link ExecutionMachine}.
final class SimulatedExecutions {
    static final long LEASE = 20_000;
    static final long SETTLED_AFTER = 90_000;
    private static final long FIRST_LOOK = 2_000;
    private static final long RECONCILE_EACH = 5_000;

    private final World world;

    SimulatedExecutions(World world) {
        this.world = world;
    }

    /// Whether the writer knows the present state.
    private boolean isUnchanged(ExecutionRow row, Execution known) {
        return world.passes(Guard.EPOCH, row.epoch == known.epoch())
                && world.passes(Guard.STATE, row.state.word().equals(known.state().word()))
                && (!(known.state() instanceof Submitting(_, var intended))
                        || row.intended == intended);
    }

    /// Takes it for a new attempt.
    boolean claim(ExecutionRow row) {
        if (!world.passes(Guard.CLAIMED_ONLY_WHILE_QUEUED, row.state instanceof Queued)
                || row.state instanceof Ended) {
            return false;
        }
        var id = new UUID(2, world.nextId());
        row.attempts.add(new Attempt(id));
        row.state = new Submitting(id, false);
        row.attempt = id;
        row.epoch++;
        row.intended = false;
        row.leaseUntil = world.now() + LEASE;
        return true;
    }

    boolean intend(ExecutionRow row, Execution known) {
        if (!isUnchanged(row, known) || row.cancelAsked || row.job.deadline <= world.now()) {
            return false;
        }
        row.intended = true;
        row.intentAt = world.now();
        row.leaseUntil = world.now() + LEASE;
        for (var attempt : row.attempts) {
            attempt.intended |= attempt.id.equals(row.attempt);
        }
        if (row.state instanceof Submitting(var attempt, _)) {
            row.state = new Submitting(attempt, true);
        }
        return true;
    }

    boolean save(ExecutionRow row, Execution known, Step step) {
        if (step.next().equals(known.state()) && step.then() instanceof LookNow) {
            return lookNow(row);
        }
        if (!isUnchanged(row, known)) {
            return false;
        }
        if (step.then() instanceof NoteProgress(var progress)) {
            return note(row, progress);
        }
        switch (step.next()) {
            case Queued queued -> queueAgain(row, queued, step.then());
            case Submitting _, Storing _, Unknown _, InProgress _ ->
                    goOn(row, (Live) step.next(), step.then());
            case Ended ended -> end(row, ended);
        }
        return true;
    }

    private boolean lookNow(ExecutionRow row) {
        if (row.state instanceof InProgress || row.state instanceof Unknown) {
            row.lookAt = world.now();
        }
        return true;
    }

    private boolean note(ExecutionRow row, int progress) {
        if (row.progress + 5 > progress) {
            return false;
        }
        row.progress = progress;
        row.job.changed(world.now());
        return true;
    }

    private void queueAgain(ExecutionRow row, Queued queued, Step.Then then) {
        row.state = queued;
        row.intended = false;
        row.leaseUntil = World.NEVER;
        row.lookAt = World.NEVER;
        row.route += then instanceof TryNextRoute ? 1 : 0;
        var wait = then instanceof BackOff(var asked) ? backOff(row, asked) : 0;
        row.notBefore = world.now() + wait;
        if (row.cancelAsked) {
            end(row, new Cancelled());
        }
    }

    private static long backOff(ExecutionRow row, @Nullable Duration asked) {
        return asked == null
                ? 1_000 * Math.min(60, 1L << Math.min(row.epoch, 6))
                : asked.toMillis();
    }

    private void goOn(ExecutionRow row, Live next, Step.Then then) {
        row.epoch += next instanceof Submitting || next instanceof Storing ? 1 : 0;
        row.state = next;
        switch (next) {
            case Submitting _ -> {
                row.leaseUntil = world.now() + LEASE;
                row.lookAt = World.NEVER;
            }
            case Unknown _ -> look(row, world.now() + wait(then), RECONCILE_EACH);
            case InProgress _ -> {
                look(row, world.now() + (row.cancelAsked ? 0 : FIRST_LOOK), FIRST_LOOK);
                row.job.started(world.now());
            }
            case Storing _ -> look(row, world.now() + LEASE, LEASE);
            case Queued _ -> throw new IllegalStateException("queued otherwise");
        }
    }

    private static long wait(Step.Then then) {
        return then instanceof BackOff(var asked)
                ? asked == null ? RECONCILE_EACH : asked.toMillis()
                : 0;
    }

    private static void look(ExecutionRow row, long at, long each) {
        row.leaseUntil = World.NEVER;
        row.lookAt = at;
        row.lookEach = each;
    }

    private void end(ExecutionRow row, Ended ended) {
        row.state = ended;
        row.leaseUntil = World.NEVER;
        row.lookAt = World.NEVER;
        row.job.ended(ended, world.now());
    }

    /// Takes over who claimed it and has not come back.
    boolean takeAbandonedClaim(ExecutionRow row) {
        if (!(row.state instanceof Submitting) || row.leaseUntil > world.now()) {
            return false;
        }
        row.epoch++;
        row.leaseUntil = world.now() + LEASE;
        return true;
    }

    /// Takes over a file whose bringer has gone silent.
    boolean takeAbandonedFile(ExecutionRow row, Execution known) {
        if (!isUnchanged(row, known)) {
            return false;
        }
        row.epoch += world.lacks(Guard.FILE_IS_TAKEN_OVER_BY_A_NEW_EPOCH) ? 0 : 1;
        return true;
    }

    /// Lets anybody try again after a while.
    void release(ExecutionRow row, Execution known, long wait) {
        if (isUnchanged(row, known)) {
            row.lookAt = world.now() + wait;
        }
    }
}
