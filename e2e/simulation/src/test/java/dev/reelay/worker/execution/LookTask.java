package dev.reelay.worker.execution;

import dev.reelay.simulation.Commit;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.Upstream;
import dev.reelay.simulation.World;
import dev.reelay.worker.execution.ExecutionEvent.Earlier;
import dev.reelay.worker.execution.ExecutionEvent.Found;
import dev.reelay.worker.execution.ExecutionEvent.NotFound;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.execution.Outcome.GoesOn;
import dev.reelay.worker.provider.FindAnswer;
import org.jspecify.annotations.Nullable;

/// A look at an execution whose timer was due, as {@link WatchExecutions} takes it.
final class LookTask extends Task {
    private final SimulatedWorker worker;
    private final ExecutionRow row;
    private final Execution execution;
    private final boolean settled;
    private @Nullable ExecutionEvent event;

    LookTask(
            Replica process,
            SimulatedWorker worker,
            ExecutionRow row,
            Execution execution,
            boolean settled) {
        super(process);
        this.worker = worker;
        this.row = row;
        this.execution = execution;
        this.settled = settled;
    }

    @Override
    protected After step(World world) {
        if (event != null) {
            return save(world, event);
        }
        event =
                switch (execution.state()) {
                    case InProgress running -> poll(world, running);
                    case Unknown unknown -> find(world, unknown);
                    case Storing _ -> takeFile(world);
                    case Queued _, Submitting _ -> null; // its timer has gone since
                };
        return event == null ? After.OVER : After.GOES_ON;
    }

    private ExecutionEvent poll(World world, InProgress running) {
        if (execution.cancelAsked()) {
            world.upstream.cancel(running.task());
        }
        var answer = world.upstream.poll(running.task());
        world.tell(() -> "%s: polls %s: %s".formatted(process(), row, answer));
        var elsewhere = execution.route().place() + 1 < world.setup().routes();
        return new Polled(answer, elsewhere && !execution.cancelAsked());
    }

    private @Nullable ExecutionEvent find(World world, Unknown unknown) {
        var kind = world.setup().upstream(execution.route().place());
        var answer = world.upstream.find(unknown.attempt(), kind);
        world.tell(() -> "%s: looks for %s: %s".formatted(process(), row, answer));
        return switch (answer) {
            case FindAnswer.Found(var task) -> new Found(task);
            case FindAnswer.NotThere() -> new NotFound(kind == Upstream.Kind.KNOWS_IDS, settled);
            case FindAnswer.NoAnswer _ -> null;
        };
    }

    private @Nullable ExecutionEvent takeFile(World world) {
        var commit = world.commit();
        if (commit.done()
                && worker.store().takeAbandonedFile(row, execution)
                && commit == Commit.KNOWN) {
            world.tell(() -> "%s: takes the file of %s over".formatted(process(), row));
            var taken = execution.with(row.epoch, execution.state());
            world.begin(new BringTask(process(), worker, row, taken));
        }
        return null;
    }

    private After save(World world, ExecutionEvent seen) {
        if (worker.apply(process(), row, execution, seen) instanceof GoesOn(var now)) {
            if (now.state() instanceof Storing) {
                world.begin(new BringTask(process(), worker, row, now));
            }
            if (now.state() instanceof Submitting) {
                var earlier = settled ? Earlier.OVERDUE : Earlier.OPEN;
                world.begin(SubmitTask.again(process(), worker, row, earlier, now));
            }
        }
        return After.OVER;
    }
}
