package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.execution.Outcome.TooLate;
import dev.reelay.worker.provider.SubmitAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A worker that dies is one that takes no further step. The other worker finds what it left.
class CrashGapsTest {
    private Bench dead;
    private Bench other;

    @BeforeEach
    void open() {
        var jdbi = WorkerParts.emptyDatabase();
        dead = new Bench(jdbi);
        other = new Bench(jdbi, WorkerParts.noObjects(), dead.upstream);
    }

    @AfterEach
    void close() {
        dead.close();
        other.close();
    }

    @Test
    void when_the_worker_dies_after_the_claim_then_it_is_queued_again_and_sent_once() {
        var spec = dead.stored();
        dead.claim();

        other.endLeases();
        other.sweep.sweepLeases();
        assertThat(other.state(spec.job())).isEqualTo("queued");
        assertThat(other.attempts(spec.job())).isEqualTo("not_sent");
        assertThat(other.slots.recount()).isEmpty();

        other.submit.claimNext();
        await().until(() -> other.state(spec.job()).equals("in_progress"));
        assertThat(dead.upstream.submits).hasSize(1);
        assertThat(other.attempts(spec.job())).isEqualTo("not_sent,accepted");
    }

    @Test
    void when_the_lease_has_not_ended_then_nobody_takes_the_claim() {
        var spec = dead.stored();
        dead.claim();

        other.sweep.sweepLeases();

        assertThat(other.state(spec.job())).isEqualTo("submitting");
    }

    @Test
    void when_a_claim_was_taken_over_then_its_first_owner_may_not_send() {
        dead.stored();
        var claimed = Execution.of(dead.claim());
        other.endLeases();
        other.sweep.sweepLeases();

        assertThat(dead.executions.intend(claimed)).isFalse();
    }

    @Test
    void when_the_worker_dies_after_the_intent_then_the_attempt_is_unknown_and_not_sent_again() {
        var execution = dead.intended();
        var job = execution.job();

        other.endLeases();
        other.sweep.sweepLeases();
        assertThat(other.state(job)).isEqualTo("unknown");
        assertThat(other.attempts(job)).isEqualTo("unknown");
        assertThat(other.submit.claimNext()).isFalse();

        other.makeDue();
        other.watch.lookAtDue();
        await().until(() -> other.count("select polls from timer") == 1);
        assertThat(other.state(job)).isEqualTo("unknown");
        assertThat(dead.upstream.submits).isEmpty();
        assertThat(other.slots.recount()).isEmpty();
    }

    @Test
    void when_the_provider_knows_the_task_of_an_unknown_attempt_then_it_is_adopted() {
        var execution = dead.intended();
        other.endLeases();
        other.sweep.sweepLeases();
        var attempt = Bench.attempt(execution);
        other.upstream.found.put(attempt, Upstream.task(attempt));

        other.makeDue();
        other.watch.lookAtDue();

        await().until(() -> other.state(execution.job()).equals("in_progress"));
        assertThat(other.attempts(execution.job())).isEqualTo("accepted");
        assertThat(other.upstream.submits).isEmpty();
        assertThat(other.slots.recount()).isEmpty();
    }

    @Test
    void when_no_task_shows_up_in_time_then_the_attempt_is_lost_and_the_job_failed() {
        var execution = dead.intended();
        other.endLeases();
        other.sweep.sweepLeases();
        other.jdbi.useHandle(
                h -> h.execute("update execution set intent_at = now() - interval '2 min'"));

        other.makeDue();
        other.watch.lookAtDue();

        await().until(() -> other.state(execution.job()).equals("failed"));
        assertThat(other.attempts(execution.job())).isEqualTo("lost");
        assertThat(other.reason(execution.job())).isEqualTo(Reason.PROVIDER_UNAVAILABLE);
        assertThat(other.upstream.submits).isEmpty();
        assertThat(other.slots.recount()).isEmpty();
    }

    @Test
    void when_the_provider_recognises_attempts_then_the_same_attempt_is_sent_again() {
        other.upstream.resubmitsSafely = true;
        var execution = dead.intended();
        other.endLeases();
        other.sweep.sweepLeases();

        other.makeDue();
        other.watch.lookAtDue();

        await().until(() -> other.state(execution.job()).equals("in_progress"));
        assertThat(other.upstream.submits).containsExactly(Bench.attempt(execution));
        assertThat(other.attempts(execution.job())).isEqualTo("accepted");
        assertThat(other.slots.recount()).isEmpty();
    }

    @Test
    void when_the_same_attempt_is_sent_again_and_refused_then_nothing_else_is_sent() {
        other.upstream.resubmitsSafely = true;
        other.upstream.onSubmit = _ -> new SubmitAnswer.NotSent("busy", null);
        var execution = dead.intended();
        other.endLeases();
        other.sweep.sweepLeases();

        other.makeDue();
        other.watch.lookAtDue();

        await().until(() -> other.upstream.submits.size() == 1);
        await().until(other.work::idle);
        assertThat(other.state(execution.job())).isEqualTo("unknown");
        assertThat(other.attempts(execution.job())).isEqualTo("unknown");
        assertThat(other.watch.lookAtDue()).isFalse(); // not before a while
        assertThat(other.submit.claimNext()).isFalse();
        assertThat(other.slots.recount()).isEmpty();
    }

    @Test
    void when_a_paused_worker_comes_back_with_the_answer_then_its_task_is_adopted() {
        var spec = dead.stored();
        dead.upstream.onSubmit =
                attempt -> {
                    other.endLeases();
                    other.sweep.sweepLeases(); // while the answer is on its way
                    return new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of());
                };

        dead.submit.claimNext();

        await().until(() -> other.state(spec.job()).equals("in_progress"));
        assertThat(other.attempts(spec.job())).isEqualTo("accepted");
        assertThat(other.upstream.submits).hasSize(1);
        assertThat(other.slots.recount()).isEmpty();
    }

    @Test
    void when_a_late_writer_has_an_old_epoch_then_it_changes_nothing() {
        var execution = dead.intended();
        other.endLeases();
        var taken = other.executions.takeAbandonedClaims().getFirst();
        var refused = new Submitted(new SubmitAnswer.Refused(ExecutionMachine.NO_ROUTE), false);

        assertThat(dead.advance.apply(execution, refused)).isInstanceOf(TooLate.class);
        assertThat(other.state(execution.job())).isEqualTo("submitting");

        assertThat(other.advance.apply(taken, refused)).isEqualTo(new Outcome.Over());
        assertThat(other.state(execution.job())).isEqualTo("failed");
    }
}
