package dev.reelay.api.submission;

import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import org.jspecify.annotations.Nullable;

/// Asks billing to void the hold of a job that was given up; what is owed stays so until it
/// answers.
final class VoidTask extends Task {
    private final JobRow row;
    private boolean asked;
    private @Nullable Boolean answered;

    VoidTask(Replica process, JobRow row) {
        super(process);
        this.row = row;
    }

    @Override
    protected After step(World world) {
        if (!asked) {
            asked = true;
            world.send(world.billing.voiding(row.id, heard -> answered = heard));
            return After.GOES_ON;
        }
        if (answered == null) {
            return After.WAITS;
        }
        if (answered && world.commit().done()) {
            row.voidAt = World.NEVER;
        }
        return After.OVER;
    }
}
