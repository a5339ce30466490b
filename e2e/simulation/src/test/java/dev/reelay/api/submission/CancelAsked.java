package dev.reelay.api.submission;

import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Message;
import dev.reelay.simulation.World;

/// Asks the worker to stop a job.
record CancelAsked(JobId job) implements Message {
    @Override
    public boolean arrive(World at) {
        at.worker.cancel(job);
        return true;
    }

    @Override
    public String toString() {
        return "the wish to stop a job";
    }
}
