package dev.reelay.worker.execution;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import dev.reelay.worker.execution.ExecutionEvent.Stored;
import dev.reelay.worker.execution.ExecutionEvent.Unusable;
import dev.reelay.worker.execution.Outcome.TooLate;
import org.jspecify.annotations.Nullable;

/// Brings a finished file home and says so, as {@link BringHome} does.
final class BringTask extends Task {
    private static final long RETRY = 3_000;

    private final SimulatedWorker worker;
    private final ExecutionRow row;
    private final Execution storing;
    private @Nullable ExecutionEvent event;
    private boolean late;

    BringTask(Replica process, SimulatedWorker worker, ExecutionRow row, Execution storing) {
        super(process);
        this.worker = worker;
        this.row = row;
        this.storing = storing;
    }

    private String key() {
        return row.place + "/" + storing.epoch();
    }

    @Override
    protected After step(World world) {
        if (late) {
            world.tell(() -> "%s: discards object %s".formatted(process(), key()));
            world.checker.discards(key()); // another epoch's file is the one
            return After.OVER;
        }
        if (event != null) {
            late =
                    worker.apply(process(), row, storing, event) instanceof TooLate
                            && event instanceof Stored;
            return late ? After.GOES_ON : After.OVER;
        }
        return bring(world);
    }

    private After bring(World world) {
        switch (world.draw(6)) {
            case 1 -> {
                worker.store().release(row, storing, RETRY);
                return After.OVER;
            }
            case 2 ->
                    event =
                            new Unusable(
                                    new Failure(Reason.PROVIDER_ERROR, "what came is no clip"));
            default -> {
                world.tell(() -> "%s: puts object %s".formatted(process(), key()));
                world.checker.puts(key());
                event = new Stored(asset());
            }
        }
        return After.GOES_ON;
    }

    private JobReport.Output asset() {
        return new Output(row.output, key(), "video/mp4", 1, "", 16, 16, 1, false, null, null);
    }
}
