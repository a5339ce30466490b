package dev.reelay.worker.execution;

import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;

/// Publishes the report that a job owes, then marks it as told.
final class TellTask extends Task {
    private final JobOfWorker job;
    private int told;

    TellTask(Replica process, JobOfWorker job) {
        super(process);
        this.job = job;
    }

    @Override
    protected After step(World world) {
        if (told == 0) {
            if (!job.owesAReport()) {
                return After.OVER;
            }
            var report = job.report();
            told = report.version();
            world.send(world.api.report(report));
            world.send(world.billing.report(report));
            return After.GOES_ON;
        }
        if (world.commit().done()) {
            job.told = Math.max(job.told, told);
        }
        return After.OVER;
    }
}
