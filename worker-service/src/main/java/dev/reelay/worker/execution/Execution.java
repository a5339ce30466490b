package dev.reelay.worker.execution;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.slot.Claim;

/// One output of a job, as this worker last read or wrote it. The epoch decides whether what it
/// does next still counts.
///
/// @param output 0-based index among the job's outputs
/// @param cancelAsked whether the tenant no longer wants it
record Execution(
        JobId job,
        TenantId tenant,
        int output,
        int epoch,
        Live state,
        Route route,
        boolean cancelAsked) {

    static Execution of(Claim claim) {
        var spec = claim.spec();
        return new Execution(
                spec.job(),
                spec.tenant(),
                claim.output(),
                claim.epoch(),
                new Submitting(claim.attempt(), false),
                claim.route(),
                false);
    }

    Execution with(int epoch, Live state) {
        return new Execution(job, tenant, output, epoch, state, route, cancelAsked);
    }

    @Override
    public String toString() {
        return job + "/" + output + " epoch " + epoch + " " + state.word();
    }
}
