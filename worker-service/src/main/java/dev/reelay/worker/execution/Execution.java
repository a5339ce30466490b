package dev.reelay.worker.execution;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.provider.Route;
import dev.reelay.worker.slot.Claim;
import org.jspecify.annotations.Nullable;

/// One output of a job, as this worker last read or wrote it. The epoch decides whether what it
/// does next still counts.
///
/// @param output 0-based index among the job's outputs
/// @param account of the present attempt, or of the last one where it is queued again; null before
///   the first claim
/// @param cancelAsked whether the tenant no longer wants it
/// @param restored whether the database was set back since it was made: it may have gone further
///   than its row says, and is never sent again
record Execution(
        JobId job,
        TenantId tenant,
        int output,
        int epoch,
        Live state,
        Route route,
        Ordered ordered,
        @Nullable String account,
        boolean cancelAsked,
        boolean restored) {

    static Execution of(Claim claim) {
        var spec = claim.spec();
        return new Execution(
                spec.job(),
                spec.tenant(),
                claim.output(),
                claim.epoch(),
                new Submitting(claim.attempt(), false),
                claim.route(),
                Ordered.of(spec),
                claim.account(),
                false,
                false);
    }

    /// The account of what was submitted. Throws `IllegalStateException` before the first claim.
    String usedAccount() {
        if (account == null) {
            throw new IllegalStateException("not claimed yet: " + this);
        }
        return account;
    }

    Execution with(int epoch, Live state) {
        return new Execution(
                job, tenant, output, epoch, state, route, ordered, account, cancelAsked, restored);
    }

    /// As it goes on after a step to this state. Whoever sends it again or brings its file home has
    /// an epoch of its own, so that what others still have in hand comes too late.
    Execution after(Live next) {
        return switch (next) {
            case Submitting _, Storing _ -> with(epoch + 1, next);
            case Queued _, Unknown _, InProgress _ -> with(epoch, next);
        };
    }

    @Override
    public String toString() {
        return job + "/" + output + " epoch " + epoch + " " + state.word();
    }
}
