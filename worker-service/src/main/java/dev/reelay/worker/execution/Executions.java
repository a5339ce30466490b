package dev.reelay.worker.execution;

import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.provider.Route;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The executions of all workers. What is written here is written only while the execution is still
/// in the state and epoch that the writer knows.
interface Executions {
    /// Commits that bytes are about to leave. False where they must not: the execution was
    /// cancelled, is past its deadline or has been taken over.
    boolean intend(Execution submitting);

    /// Writes a step and all that follows from it. False where somebody else was first.
    boolean save(Execution execution, Step step);

    /// Takes over what others have claimed and not finished within their lease.
    List<Execution> takeAbandonedClaims();

    /// Takes over a file whose bringer has gone silent; empty where somebody else was first.
    Optional<Execution> takeAbandonedFile(Execution storing);

    /// Marks a job's live executions as no longer wanted and answers them.
    List<Execution> askCancel(TenantId tenant, JobId job);

    /// A job's live executions.
    List<Execution> live(TenantId tenant, JobId job);

    /// Live executions past their deadline, longest first. None that is being submitted: its lease
    /// ends first.
    List<Execution> pastDeadline(int most);

    Optional<Execution> liveWithAttempt(UUID attempt);

    /// The route that an execution takes when the present one refuses: none that it was sent to.
    Optional<Route> next(Execution execution);

    JobSpec spec(TenantId tenant, JobId job);
}
