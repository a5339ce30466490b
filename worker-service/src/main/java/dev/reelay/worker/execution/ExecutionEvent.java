package dev.reelay.worker.execution;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.worker.fidelity.Mismatch;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import java.util.List;
import java.util.Optional;

/// What can happen to an execution.
sealed interface ExecutionEvent {
    /// What is known of what was sent of the same attempt before, without an answer.
    enum Earlier {
        /// Nothing was.
        NONE,
        /// It may still be on its way, or be a task by now.
        OPEN,
        /// It would have shown up by now.
        OVERDUE
    }

    /// The submit came back.
    ///
    /// @param routeLeft whether the model has another route after this one
    record Submitted(SubmitAnswer answer, boolean routeLeft, Earlier earlier)
            implements ExecutionEvent {
        /// The first of its attempt.
        Submitted(SubmitAnswer answer, boolean routeLeft) {
            this(answer, routeLeft, Earlier.NONE);
        }

        /// The task that costs money from now on: whoever has the attempt by then must get to know
        /// it, even where this comes too late for its sender.
        Optional<ProviderTask> started() {
            return answer instanceof SubmitAnswer.Accepted(var task, _)
                    ? Optional.of(task)
                    : Optional.empty();
        }
    }

    /// Who claimed it has not come back in time.
    record LeaseEnded() implements ExecutionEvent {}

    /// The task of an attempt whose answer was lost has been found.
    record Found(ProviderTask task) implements ExecutionEvent {}

    /// The provider knows no task of an attempt whose answer was lost.
    ///
    /// @param resubmitsSafely whether sending the same attempt again cannot start a second task
    /// @param settled whether a task would have shown up by now
    record NotFound(boolean resubmitsSafely, boolean settled) implements ExecutionEvent {}

    /// @param elsewhere whether what the provider gave up can be made by another
    record Polled(PollAnswer answer, boolean elsewhere) implements ExecutionEvent {
        /// Of what nobody else can make.
        Polled(PollAnswer answer) {
            this(answer, false);
        }
    }

    /// The file is home and checked.
    ///
    /// @param mismatches how it differs from what was ordered
    record Stored(JobReport.Output asset, List<Mismatch> mismatches) implements ExecutionEvent {
        Stored(JobReport.Output asset) {
            this(asset, List.of());
        }
    }

    /// What the provider delivered is no clip, or not what was ordered.
    ///
    /// @param mismatches how it differs from that
    record Unusable(Failure failure, List<Mismatch> mismatches) implements ExecutionEvent {
        Unusable(Failure failure) {
            this(failure, List.of());
        }
    }

    /// Nobody can render it: the model has no route.
    record NoRoute() implements ExecutionEvent {}

    /// What the tenant gave to make it from cannot be fetched or used.
    record InputUnusable(Failure failure) implements ExecutionEvent {}

    /// Nobody knows whether it was sent: the database was set back since it was queued.
    record Forgotten() implements ExecutionEvent {}

    record CancelAsked() implements ExecutionEvent {}

    record DeadlinePassed() implements ExecutionEvent {}
}
