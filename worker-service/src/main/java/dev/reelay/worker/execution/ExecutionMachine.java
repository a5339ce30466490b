package dev.reelay.worker.execution;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.execution.ExecutionEvent.CancelAsked;
import dev.reelay.worker.execution.ExecutionEvent.DeadlinePassed;
import dev.reelay.worker.execution.ExecutionEvent.Earlier;
import dev.reelay.worker.execution.ExecutionEvent.Forgotten;
import dev.reelay.worker.execution.ExecutionEvent.Found;
import dev.reelay.worker.execution.ExecutionEvent.InputUnusable;
import dev.reelay.worker.execution.ExecutionEvent.LeaseEnded;
import dev.reelay.worker.execution.ExecutionEvent.NoRoute;
import dev.reelay.worker.execution.ExecutionEvent.NotFound;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.execution.ExecutionEvent.Stored;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.execution.ExecutionEvent.Unusable;
import dev.reelay.worker.execution.ExecutionState.Cancelled;
import dev.reelay.worker.execution.ExecutionState.Completed;
import dev.reelay.worker.execution.ExecutionState.Expired;
import dev.reelay.worker.execution.ExecutionState.Failed;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Live;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.execution.Step.BackOff;
import dev.reelay.worker.execution.Step.LookNow;
import dev.reelay.worker.execution.Step.NoteMismatches;
import dev.reelay.worker.execution.Step.NoteProgress;
import dev.reelay.worker.execution.Step.NoteWarnings;
import dev.reelay.worker.execution.Step.Nothing;
import dev.reelay.worker.execution.Step.StopAtProvider;
import dev.reelay.worker.execution.Step.SubmitAgain;
import dev.reelay.worker.execution.Step.TryNextRoute;
import dev.reelay.worker.fidelity.Mismatch;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Later;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import java.util.List;
import java.util.UUID;

/// Decides what an event does to an execution. Pure: it says what to do and does nothing. An event
/// that comes too late for the state it finds changes nothing.
final class ExecutionMachine {
    static final Failure NO_ROUTE =
            new Failure(Reason.PROVIDER_UNAVAILABLE, "no provider makes this model at present");
    static final Failure LOST =
            new Failure(
                    Reason.PROVIDER_UNAVAILABLE,
                    "the provider did not confirm the job and may have lost it");
    static final Failure FORGOTTEN =
            new Failure(
                    Reason.PROVIDER_UNAVAILABLE,
                    "the service was restored from a backup and cannot tell whether a provider"
                            + " has the job already");
    static final Failure NOT_STORED =
            new Failure(
                    Reason.STORAGE_ERROR, "the clip could not be stored before the job's deadline");

    private ExecutionMachine() {}

    static Step apply(Live state, ExecutionEvent event) {
        return switch (event) {
            case Submitted submitted -> submitted(state, submitted);
            case LeaseEnded() -> leaseEnded(state);
            case Found(var task) ->
                    state instanceof Unknown(var attempt)
                            ? Step.to(new InProgress(attempt, task))
                            : Step.to(state);
            case NotFound(var resubmitsSafely, var settled) ->
                    notFound(state, resubmitsSafely, settled);
            case Polled polled ->
                    state instanceof InProgress running ? polled(running, polled) : Step.to(state);
            case Stored(var asset, var mismatches) ->
                    state instanceof Storing
                            ? Step.to(new Completed(asset), noting(mismatches))
                            : Step.to(state);
            case Unusable(var failure, var mismatches) ->
                    state instanceof Storing
                            ? Step.to(new Failed(failure), noting(mismatches))
                            : Step.to(state);
            case NoRoute() -> unsent(state, NO_ROUTE);
            case InputUnusable(var failure) -> unsent(state, failure);
            case Forgotten() -> unsent(state, FORGOTTEN);
            case CancelAsked() -> cancel(state);
            case DeadlinePassed() -> expire(state);
        };
    }

    /// It cannot be sent, for this reason.
    private static Step unsent(Live state, Failure failure) {
        return state instanceof Queued ? Step.to(new Failed(failure)) : Step.to(state);
    }

    private static Step.Then noting(List<Mismatch> mismatches) {
        return mismatches.isEmpty() ? new Nothing() : new NoteMismatches(mismatches);
    }

    private static Step submitted(Live state, Submitted submitted) {
        return switch (state) {
            case Submitting(var attempt, _) ->
                    switch (submitted.earlier()) {
                        case NONE -> answered(attempt, submitted.answer(), submitted.routeLeft());
                        case OPEN, OVERDUE -> repeated(attempt, submitted);
                    };
            // The lease ended while the answer was on its way; it still tells whose task it is.
            case Unknown(var attempt) when submitted.answer() instanceof Accepted accepted ->
                    accepted(attempt, accepted);
            case Unknown _, Queued _, InProgress _, Storing _ -> Step.to(state);
        };
    }

    private static Step answered(UUID attempt, SubmitAnswer answer, boolean routeLeft) {
        return switch (answer) {
            case Accepted accepted -> accepted(attempt, accepted);
            case Refused _ when routeLeft -> Step.to(new Queued(), new TryNextRoute());
            case Refused(var failure) -> Step.to(new Failed(failure));
            // Another account may take it, or the operator mends this one before the deadline.
            case AccountRefused _ when routeLeft -> Step.to(new Queued(), new TryNextRoute());
            case AccountRefused _ -> Step.to(new Queued(), new BackOff(null));
            case Later later -> Step.to(new Queued(), new BackOff(later.retryAfter()));
            case SubmitAnswer.Unknown _ -> Step.to(new Unknown(attempt));
        };
    }

    /// A no to a repeat is none to what was sent before it, which may have started a task. So the
    /// attempt stays the only one: by its id it is looked for and sent again, until the deadline.
    private static Step repeated(UUID attempt, Submitted submitted) {
        return switch (submitted.answer()) {
            case Accepted accepted -> accepted(attempt, accepted);
            case Refused(var failure) when submitted.earlier() == Earlier.OVERDUE ->
                    Step.to(new Failed(failure));
            case Later later -> Step.to(new Unknown(attempt), new BackOff(later.retryAfter()));
            case Refused _, AccountRefused _, SubmitAnswer.Unknown _ ->
                    Step.to(new Unknown(attempt), new BackOff(null));
        };
    }

    private static Step accepted(UUID attempt, Accepted accepted) {
        return Step.to(
                new InProgress(attempt, accepted.task()), new NoteWarnings(accepted.warnings()));
    }

    private static Step leaseEnded(Live state) {
        return switch (state) {
            case Submitting(var attempt, var intended) ->
                    intended ? Step.to(new Unknown(attempt)) : Step.to(new Queued());
            case Queued _, Unknown _, InProgress _, Storing _ -> Step.to(state);
        };
    }

    private static Step notFound(Live state, boolean resubmitsSafely, boolean settled) {
        return switch (state) {
            case Unknown(var attempt) when resubmitsSafely ->
                    Step.to(new Submitting(attempt, true), new SubmitAgain());
            // It may have cost money: the house pays, the tenant does not, nobody sends it again.
            case Unknown _ when settled -> Step.to(new Failed(LOST));
            case Unknown _, Queued _, Submitting _, InProgress _, Storing _ -> Step.to(state);
        };
    }

    /// Whether a provider gave up what it had taken, and neither who asked nor what was asked is to
    /// blame.
    static boolean isProvidersFault(PollAnswer answer) {
        return answer instanceof GaveUp(var failure)
                && switch (failure.reason()) {
                    case PROVIDER_ERROR, PROVIDER_UNAVAILABLE -> true;
                    case CONTENT_POLICY, INVALID_INPUT, STORAGE_ERROR, TIMEOUT, CANCELLED -> false;
                };
    }

    private static Step polled(InProgress state, Polled polled) {
        return switch (polled.answer()) {
            case Working(var progress) when progress >= 0 ->
                    Step.to(state, new NoteProgress(Math.min(progress, 99)));
            case Working _, NoAnswer _ -> Step.to(state);
            case Finished(var file, _) -> Step.to(new Storing(state.attempt(), file));
            case GaveUp(var failure) when failure.reason() == Reason.CANCELLED ->
                    Step.to(new Cancelled());
            case GaveUp gaveUp when polled.elsewhere() && isProvidersFault(gaveUp) ->
                    Step.to(new Queued(), new TryNextRoute());
            case GaveUp(var failure) -> Step.to(new Failed(failure));
        };
    }

    /// Once bytes may have left, only the provider can say whether it stopped in time; a clip that
    /// is rendered is delivered.
    private static Step cancel(Live state) {
        return switch (state) {
            case Queued _ -> Step.to(new Cancelled());
            case Submitting(_, var intended) when !intended -> Step.to(new Cancelled());
            case InProgress _ -> Step.to(state, new LookNow());
            case Submitting _, Unknown _, Storing _ -> Step.to(state);
        };
    }

    private static Step expire(Live state) {
        return switch (state) {
            case Queued _, Unknown _ -> Step.to(new Expired());
            case InProgress _ -> Step.to(new Expired(), new StopAtProvider());
            case Storing _ -> Step.to(new Failed(NOT_STORED));
            // In hand for seconds at most: its answer or its lease's end comes first.
            case Submitting _ -> Step.to(state);
        };
    }
}
