package dev.reelay.api.submission;

import dev.reelay.simulation.Message;
import dev.reelay.simulation.World;

/// Announces a job to the worker.
record Requested(JobRow row) implements Message {
    @Override
    public boolean arrive(World at) {
        return at.worker.store(row.id, row.outputs, row.deadline);
    }

    @Override
    public String toString() {
        return "the announcement of " + row;
    }
}
