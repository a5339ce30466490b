package dev.reelay.worker.execution;

import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;

/// An event that acts on an execution as it was read a moment ago.
final class ApplyTask extends Task {
    private final SimulatedWorker worker;
    private final ExecutionRow row;
    private final Execution execution;
    private final ExecutionEvent event;

    ApplyTask(
            Replica process,
            SimulatedWorker worker,
            ExecutionRow row,
            Execution execution,
            ExecutionEvent event) {
        super(process);
        this.worker = worker;
        this.row = row;
        this.execution = execution;
        this.event = event;
    }

    @Override
    protected After step(World world) {
        worker.apply(process(), row, execution, event);
        return After.OVER;
    }
}
