package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
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
import dev.reelay.worker.execution.Step.NoteProgress;
import dev.reelay.worker.execution.Step.NoteWarnings;
import dev.reelay.worker.execution.Step.StopAtProvider;
import dev.reelay.worker.execution.Step.SubmitAgain;
import dev.reelay.worker.execution.Step.TryNextRoute;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutionMachineTest {
    private static final UUID ATTEMPT = new UUID(1, 2);
    private static final ProviderTask TASK = new ProviderTask("t1");
    private static final ProviderFile FILE = new ProviderFile("f1");
    private static final Failure POLICY = new Failure(Reason.CONTENT_POLICY, "refused");
    private static final Output ASSET =
            new Output(0, "k", "video/mp4", 1, "00", 2, 2, 1000, false, null, null);

    private static final Live QUEUED = new Queued();
    private static final Live PREPARED = new Submitting(ATTEMPT, false);
    private static final Live SENDING = new Submitting(ATTEMPT, true);
    private static final Live UNKNOWN = new Unknown(ATTEMPT);
    private static final Live RUNNING = new InProgress(ATTEMPT, TASK);
    private static final Live STORING = new Storing(ATTEMPT, FILE);

    private static Step apply(Live state, ExecutionEvent event) {
        return ExecutionMachine.apply(state, event);
    }

    @Nested
    class GivenASubmit {
        @Test
        void when_accepted_then_it_is_in_progress_and_its_warnings_are_noted() {
            var accepted = new Accepted(TASK, List.of("seed is ignored"));
            assertThat(apply(SENDING, new Submitted(accepted, false)))
                    .isEqualTo(
                            Step.to(
                                    new InProgress(ATTEMPT, TASK),
                                    new NoteWarnings(List.of("seed is ignored"))));
        }

        @Test
        void when_refused_with_a_route_left_then_the_next_route_is_tried() {
            assertThat(apply(SENDING, new Submitted(new Refused(POLICY), true)))
                    .isEqualTo(Step.to(new Queued(), new TryNextRoute()));
        }

        @Test
        void when_refused_by_the_last_route_then_it_failed_for_that_reason() {
            assertThat(apply(SENDING, new Submitted(new Refused(POLICY), false)))
                    .isEqualTo(Step.to(new Failed(POLICY)));
        }

        @Test
        void when_nothing_was_sent_then_it_is_queued_again_after_the_asked_wait() {
            var wait = Duration.ofSeconds(7);
            assertThat(apply(SENDING, new Submitted(new NotSent("busy", wait), true)))
                    .isEqualTo(Step.to(new Queued(), new BackOff(wait)));
        }

        @Test
        void when_it_is_too_busy_then_it_is_queued_again_after_the_asked_wait() {
            var wait = Duration.ofSeconds(7);
            assertThat(apply(SENDING, new Submitted(new Busy("busy", wait), true)))
                    .isEqualTo(Step.to(new Queued(), new BackOff(wait)));
        }

        @Test
        void when_it_may_have_started_then_it_is_unknown_and_not_queued() {
            var unknown = new SubmitAnswer.Unknown("reset");
            assertThat(apply(SENDING, new Submitted(unknown, true)))
                    .isEqualTo(Step.to(new Unknown(ATTEMPT)));
        }
    }

    @Nested
    class GivenAClaimWhoseLeaseEnded {
        @Test
        void when_no_byte_may_have_left_then_it_is_queued_again() {
            assertThat(apply(PREPARED, new LeaseEnded())).isEqualTo(Step.to(new Queued()));
        }

        @Test
        void when_bytes_may_have_left_then_it_is_unknown() {
            assertThat(apply(SENDING, new LeaseEnded())).isEqualTo(Step.to(new Unknown(ATTEMPT)));
        }
    }

    @Nested
    class GivenASubmitWithoutAnAnswer {
        @Test
        void when_the_task_is_found_then_it_is_adopted() {
            assertThat(apply(UNKNOWN, new Found(TASK)))
                    .isEqualTo(Step.to(new InProgress(ATTEMPT, TASK)));
        }

        @Test
        void when_its_answer_comes_late_then_the_task_is_adopted() {
            var accepted = new Accepted(TASK, List.of());
            assertThat(apply(UNKNOWN, new Submitted(accepted, false)).next())
                    .isEqualTo(new InProgress(ATTEMPT, TASK));
        }

        @Test
        void when_a_late_answer_tells_no_task_then_nothing_changes() {
            assertThat(apply(UNKNOWN, new Submitted(new Refused(POLICY), false)))
                    .isEqualTo(Step.to(UNKNOWN));
        }

        @Test
        void when_nothing_is_found_yet_then_it_waits() {
            assertThat(apply(UNKNOWN, new NotFound(false, false))).isEqualTo(Step.to(UNKNOWN));
        }

        @Test
        void when_nothing_is_found_in_time_then_it_failed_and_is_never_sent_again() {
            assertThat(apply(UNKNOWN, new NotFound(false, true)))
                    .isEqualTo(Step.to(new Failed(ExecutionMachine.LOST)));
        }

        @Test
        void when_the_provider_knows_our_attempt_id_then_the_same_attempt_is_sent_again() {
            assertThat(apply(UNKNOWN, new NotFound(true, false)))
                    .isEqualTo(Step.to(new Submitting(ATTEMPT, true), new SubmitAgain()));
        }
    }

    @Nested
    class GivenAnAttemptThatIsSentAgain {
        private static final Duration WAIT = Duration.ofSeconds(9);

        private static Step repeated(SubmitAnswer answer, Earlier earlier) {
            return apply(SENDING, new Submitted(answer, true, earlier));
        }

        @Test
        void when_accepted_then_it_is_in_progress() {
            assertThat(repeated(new Accepted(TASK, List.of()), Earlier.OPEN).next())
                    .isEqualTo(RUNNING);
        }

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "OVERDUE"})
        void when_it_is_too_busy_now_then_it_is_as_unknown_as_before(Earlier earlier) {
            assertThat(repeated(new Busy("busy", WAIT), earlier))
                    .isEqualTo(Step.to(UNKNOWN, new BackOff(WAIT)));
            assertThat(repeated(new NotSent("no connection", WAIT), earlier))
                    .isEqualTo(Step.to(UNKNOWN, new BackOff(WAIT)));
        }

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "OVERDUE"})
        void when_the_account_is_refused_now_then_it_is_as_unknown_as_before(Earlier earlier) {
            assertThat(repeated(new SubmitAnswer.AccountRefused("no balance"), earlier))
                    .isEqualTo(Step.to(UNKNOWN, new BackOff(null)));
        }

        @Test
        void when_there_is_no_answer_again_then_it_is_looked_for_after_a_while() {
            assertThat(repeated(new SubmitAnswer.Unknown("reset"), Earlier.OPEN))
                    .isEqualTo(Step.to(UNKNOWN, new BackOff(null)));
        }

        @Test
        void when_refused_then_no_other_route_is_tried_while_the_first_may_show_up() {
            assertThat(repeated(new Refused(POLICY), Earlier.OPEN))
                    .isEqualTo(Step.to(UNKNOWN, new BackOff(null)));
        }

        @Test
        void when_refused_and_the_first_would_have_shown_up_then_it_failed() {
            assertThat(repeated(new Refused(POLICY), Earlier.OVERDUE))
                    .isEqualTo(Step.to(new Failed(POLICY)));
        }
    }

    @Nested
    class GivenATaskInProgress {
        @Test
        void when_it_works_then_its_progress_is_noted_below_100() {
            assertThat(apply(RUNNING, new Polled(new Working(40))))
                    .isEqualTo(Step.to(RUNNING, new NoteProgress(40)));
            assertThat(apply(RUNNING, new Polled(new Working(100))))
                    .isEqualTo(Step.to(RUNNING, new NoteProgress(99)));
        }

        @Test
        void when_it_does_not_say_how_far_it_is_then_nothing_changes() {
            assertThat(apply(RUNNING, new Polled(new Working(-1)))).isEqualTo(Step.to(RUNNING));
        }

        @Test
        void when_it_cannot_be_asked_then_nothing_changes() {
            assertThat(apply(RUNNING, new Polled(new NoAnswer("503")))).isEqualTo(Step.to(RUNNING));
        }

        @Test
        void when_it_finished_then_its_file_is_to_be_stored() {
            assertThat(apply(RUNNING, new Polled(new Finished(FILE))))
                    .isEqualTo(Step.to(new Storing(ATTEMPT, FILE)));
        }

        @Test
        void when_the_provider_gave_up_then_it_failed_for_that_reason() {
            assertThat(apply(RUNNING, new Polled(new GaveUp(POLICY))))
                    .isEqualTo(Step.to(new Failed(POLICY)));
        }

        @Test
        void when_the_provider_stopped_it_then_it_is_cancelled() {
            var stopped = new Failure(Reason.CANCELLED, "stopped");
            assertThat(apply(RUNNING, new Polled(new GaveUp(stopped))))
                    .isEqualTo(Step.to(new Cancelled()));
        }
    }

    @Nested
    class GivenAFileOnItsWay {
        @Test
        void when_it_is_stored_then_it_is_completed() {
            assertThat(apply(STORING, new Stored(ASSET))).isEqualTo(Step.to(new Completed(ASSET)));
        }

        @Test
        void when_it_is_no_clip_then_it_failed() {
            var failure = new Failure(Reason.PROVIDER_ERROR, "no MP4");
            assertThat(apply(STORING, new Unusable(failure)))
                    .isEqualTo(Step.to(new Failed(failure)));
        }
    }

    @Nested
    class GivenACancel {
        @Test
        void when_nothing_was_sent_then_it_is_cancelled_at_once() {
            assertThat(apply(QUEUED, new CancelAsked())).isEqualTo(Step.to(new Cancelled()));
            assertThat(apply(PREPARED, new CancelAsked())).isEqualTo(Step.to(new Cancelled()));
        }

        @Test
        void when_it_is_rendered_then_the_provider_is_asked_at_once() {
            assertThat(apply(RUNNING, new CancelAsked()))
                    .isEqualTo(Step.to(RUNNING, new LookNow()));
        }

        @Test
        void when_only_the_provider_can_say_then_nothing_changes_yet() {
            assertThat(apply(SENDING, new CancelAsked())).isEqualTo(Step.to(SENDING));
            assertThat(apply(UNKNOWN, new CancelAsked())).isEqualTo(Step.to(UNKNOWN));
        }

        @Test
        void when_the_clip_is_on_its_way_then_it_is_delivered() {
            assertThat(apply(STORING, new CancelAsked())).isEqualTo(Step.to(STORING));
        }
    }

    @Nested
    class GivenADeadline {
        @Test
        void when_it_waits_or_is_unknown_then_it_expired() {
            assertThat(apply(QUEUED, new DeadlinePassed())).isEqualTo(Step.to(new Expired()));
            assertThat(apply(UNKNOWN, new DeadlinePassed())).isEqualTo(Step.to(new Expired()));
        }

        @Test
        void when_it_is_rendered_then_it_expired_and_the_provider_is_told() {
            assertThat(apply(RUNNING, new DeadlinePassed()))
                    .isEqualTo(Step.to(new Expired(), new StopAtProvider()));
        }

        @Test
        void when_it_is_being_sent_then_its_answer_comes_first() {
            assertThat(apply(PREPARED, new DeadlinePassed())).isEqualTo(Step.to(PREPARED));
            assertThat(apply(SENDING, new DeadlinePassed())).isEqualTo(Step.to(SENDING));
        }

        @Test
        void when_the_clip_is_still_on_its_way_then_storing_it_failed() {
            assertThat(apply(STORING, new DeadlinePassed()))
                    .isEqualTo(Step.to(new Failed(ExecutionMachine.NOT_STORED)));
        }
    }

    @Test
    void when_a_queued_execution_has_no_route_then_it_failed() {
        assertThat(apply(QUEUED, new NoRoute()))
                .isEqualTo(Step.to(new Failed(ExecutionMachine.NO_ROUTE)));
    }

    @Nested
    class GivenAProviderThatGaveUp {
        @ParameterizedTest
        @EnumSource(names = {"PROVIDER_ERROR", "PROVIDER_UNAVAILABLE"})
        void when_it_is_at_fault_and_another_can_make_it_then_that_one_is_tried(Reason reason) {
            var gaveUp = new GaveUp(new Failure(reason, "no"));
            assertThat(apply(RUNNING, new Polled(gaveUp, true)))
                    .isEqualTo(Step.to(new Queued(), new TryNextRoute()));
        }

        @ParameterizedTest
        @EnumSource(names = {"PROVIDER_ERROR", "PROVIDER_UNAVAILABLE"})
        void when_nobody_else_can_make_it_then_it_failed_for_that_reason(Reason reason) {
            var failure = new Failure(reason, "no");
            assertThat(apply(RUNNING, new Polled(new GaveUp(failure), false)))
                    .isEqualTo(Step.to(new Failed(failure)));
        }

        @ParameterizedTest
        @EnumSource(names = {"CONTENT_POLICY", "INVALID_INPUT", "STORAGE_ERROR", "TIMEOUT"})
        void when_it_is_not_at_fault_then_nobody_else_is_tried(Reason reason) {
            var failure = new Failure(reason, "no");
            assertThat(apply(RUNNING, new Polled(new GaveUp(failure), true)))
                    .isEqualTo(Step.to(new Failed(failure)));
        }

        @Test
        void when_it_was_told_to_stop_then_the_job_is_cancelled() {
            var stopped = new GaveUp(new Failure(Reason.CANCELLED, "stopped"));
            assertThat(apply(RUNNING, new Polled(stopped, true)))
                    .isEqualTo(Step.to(new Cancelled()));
        }
    }

    @Test
    void when_nobody_knows_whether_a_queued_execution_was_sent_then_it_failed() {
        assertThat(apply(QUEUED, new Forgotten()))
                .isEqualTo(Step.to(new Failed(ExecutionMachine.FORGOTTEN)));
    }

    @Test
    void when_an_input_of_a_queued_execution_is_unusable_then_it_failed_for_that_reason() {
        assertThat(apply(QUEUED, new InputUnusable(POLICY))).isEqualTo(Step.to(new Failed(POLICY)));
    }

    /// An event and a state in which it comes too late.
    record Late(Live state, ExecutionEvent event) {}

    static List<Late> late() {
        var accepted = new Submitted(new Accepted(TASK, List.of()), true);
        var events =
                List.<ExecutionEvent>of(
                        accepted,
                        new Submitted(new Refused(POLICY), false),
                        new Submitted(new NotSent("no connection", null), false),
                        new Submitted(new Busy("busy", null), false),
                        new Submitted(new SubmitAnswer.Unknown("reset"), false),
                        new LeaseEnded(),
                        new Found(TASK),
                        new NotFound(true, true),
                        new NotFound(false, true),
                        new Polled(new Working(50)),
                        new Polled(new Finished(FILE)),
                        new Polled(new GaveUp(POLICY)),
                        new Polled(new GaveUp(new Failure(Reason.PROVIDER_ERROR, "no")), true),
                        new Stored(ASSET),
                        new Unusable(POLICY),
                        new NoRoute(),
                        new InputUnusable(POLICY),
                        new Forgotten());
        return List.of(QUEUED, PREPARED, SENDING, UNKNOWN, RUNNING, STORING).stream()
                .flatMap(state -> events.stream().map(event -> new Late(state, event)))
                .filter(l -> !expects(l.state(), l.event()))
                .toList();
    }

    private static boolean expects(Live state, ExecutionEvent event) {
        return switch (event) {
            case Submitted(var answer, _, _) ->
                    state instanceof Submitting
                            || state instanceof Unknown && answer instanceof Accepted;
            case LeaseEnded _ -> state instanceof Submitting;
            case Found _, NotFound _ -> state instanceof Unknown;
            case Polled _ -> state instanceof InProgress;
            case Stored _, Unusable _ -> state instanceof Storing;
            case NoRoute _, InputUnusable _, Forgotten _ -> state instanceof Queued;
            case CancelAsked _, DeadlinePassed _ -> true;
        };
    }

    @ParameterizedTest
    @MethodSource("late")
    void when_an_event_comes_too_late_for_the_state_then_nothing_changes(Late late) {
        assertThat(apply(late.state(), late.event())).isEqualTo(Step.to(late.state()));
    }
}
