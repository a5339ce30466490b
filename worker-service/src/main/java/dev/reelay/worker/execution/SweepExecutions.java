package dev.reelay.worker.execution;

import dev.reelay.worker.execution.ExecutionEvent.DeadlinePassed;
import dev.reelay.worker.execution.ExecutionEvent.Forgotten;
import dev.reelay.worker.execution.ExecutionEvent.LeaseEnded;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Ends what is past its deadline and picks up what a dead worker left in its hands. Every worker
/// sweeps; the epoch decides who is first.
@Singleton
class SweepExecutions {
    private static final Logger LOG = Logger.getLogger(SweepExecutions.class);
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final Executions executions;
    private final AdvanceExecution advance;
    private final Work work;

    SweepExecutions(Executions executions, AdvanceExecution advance, Work work) {
        this.executions = executions;
        this.advance = advance;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("sweep-deadlines", EACH, new Bell(), this::sweepDeadlines);
        work.repeat("sweep-leases", EACH, new Bell(), this::sweepLeases);
    }

    boolean sweepDeadlines() {
        var late = executions.pastDeadline(BATCH);
        late.forEach(execution -> advance.apply(execution, why(execution)));
        return late.size() == BATCH;
    }

    /// What was queued when the database was set back is given no time.
    private static ExecutionEvent why(Execution late) {
        return late.restored() && late.state() instanceof Queued
                ? new Forgotten()
                : new DeadlinePassed();
    }

    boolean sweepLeases() {
        var abandoned = executions.takeAbandonedClaims();
        for (var execution : abandoned) {
            LOG.infof("A claim was left behind; execution=%s", execution);
            advance.apply(execution, new LeaseEnded());
        }
        return abandoned.size() == BATCH;
    }
}
