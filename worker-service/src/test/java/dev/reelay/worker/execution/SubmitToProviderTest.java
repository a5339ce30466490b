package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.SubmitAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmitToProviderTest {
    private static final String CLOSED_FOR =
            """
            select count(*) from account_slot
             where account = '%s' and closed_until > now() + interval '%s'
            """;

    private static final Failure NO = new Failure(Reason.CONTENT_POLICY, "no");

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
    }

    @Test
    void when_bytes_leave_then_the_intent_is_already_committed() {
        var spec = bench.stored();
        bench.upstream.onSubmit =
                attempt -> {
                    assertThat(bench.attempts(spec.job())).isEqualTo("sending");
                    assertThat(bench.count("select count(*) from attempt where intent_at <= now()"))
                            .isEqualTo(1);
                    return new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of("w"));
                };

        bench.submit.claimNext();

        await().until(() -> bench.state(spec.job()).equals("in_progress"));
        assertThat(bench.reports.owed(spec.job()))
                .satisfies(
                        report -> {
                            assertThat(report.status()).isEqualTo(Status.IN_PROGRESS);
                            assertThat(report.version()).isEqualTo(2);
                            assertThat(report.startedAt()).isNotNull();
                            assertThat(report.warnings()).containsExactly("w");
                        });
    }

    @Test
    void when_a_route_refuses_then_the_next_one_is_asked_and_then_it_failed() {
        var spec = bench.stored();
        bench.upstream.onSubmit = _ -> new SubmitAnswer.Refused(NO);
        bench.second.onSubmit = _ -> new SubmitAnswer.Refused(NO);

        bench.submit.claimNext();
        await().until(() -> bench.state(spec.job()).equals("queued"));
        bench.submit.claimNext();
        await().until(() -> bench.state(spec.job()).equals("failed"));

        assertThat(bench.upstream.submits).hasSize(1);
        assertThat(bench.second.submits).hasSize(1);
        assertThat(bench.attempts(spec.job())).isEqualTo("refused,refused");
        assertThat(bench.reports.owed(spec.job()).failure()).isEqualTo(NO);
    }

    @Test
    void when_nothing_was_sent_then_it_waits_as_long_as_the_provider_asks() {
        var spec = bench.stored();
        bench.upstream.onSubmit = _ -> new SubmitAnswer.NotSent("busy", Duration.ofMinutes(1));

        bench.submit.claimNext();
        await().until(() -> bench.state(spec.job()).equals("queued"));
        await().until(() -> bench.count(CLOSED_FOR.formatted("upstream", "50 s")) == 1);
        bench.jdbi.useHandle(h -> h.execute("update execution set not_before = now()"));
        assertThat(bench.submit.claimNext()).isFalse();

        bench.upstream.onSubmit =
                attempt -> new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of());
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                "update account_slot set closed_until = now() where closed_until > now()"));
        bench.submit.claimNext();
        await().until(() -> bench.state(spec.job()).equals("in_progress"));
        assertThat(bench.attempts(spec.job())).isEqualTo("not_sent,accepted");
        await().until(() -> bench.count(CLOSED_FOR.formatted("upstream", "0 s")) == 0);
    }

    @Test
    void when_an_account_is_on_trial_then_one_job_tries_and_the_others_wait() {
        bench.stored();
        bench.stored();
        bench.slots.close("upstream", Duration.ZERO, "busy");
        var answer = new Semaphore(0);
        bench.upstream.onSubmit =
                attempt -> {
                    answer.acquireUninterruptibly();
                    return new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of());
                };

        assertThat(bench.submit.claimNext()).isTrue();
        assertThat(bench.submit.claimNext()).isFalse();
        answer.release(2);
        await().until(() -> bench.count(CLOSED_FOR.formatted("upstream", "0 s")) == 0);
        assertThat(bench.submit.claimNext()).isTrue();
    }

    @Test
    void when_an_account_is_refused_then_it_rests_and_the_job_goes_on_elsewhere() {
        var spec = bench.stored();
        bench.upstream.onSubmit = _ -> new SubmitAnswer.AccountRefused("the key is wrong");

        bench.submit.claimNext();
        await().until(() -> bench.count(CLOSED_FOR.formatted("upstream", "4 min")) == 1);
        bench.submit.claimNext();
        await().until(() -> bench.state(spec.job()).equals("in_progress"));
        assertThat(bench.attempts(spec.job())).isEqualTo("refused,accepted");
        assertThat(bench.second.submits).hasSize(1);
    }

    @Test
    void when_what_is_asked_is_refused_then_the_account_stays_open() {
        var spec = bench.stored();
        var no = new Failure(Reason.CONTENT_POLICY, "not this");
        bench.upstream.onSubmit = _ -> new SubmitAnswer.Refused(no);

        bench.submit.claimNext();
        await().until(() -> bench.attempts(spec.job()).equals("refused"));
        await().until(bench.work::idle);
        assertThat(bench.count(CLOSED_FOR.formatted("upstream", "0 s"))).isZero();
    }

    @Test
    void when_the_answer_does_not_come_in_time_then_the_attempt_is_unknown() {
        var spec = bench.stored();
        bench.upstream.onSubmit =
                _ -> {
                    LockSupport.park(); // until it is interrupted
                    return new SubmitAnswer.Unknown("interrupted");
                };

        bench.submit.claimNext();

        await().until(() -> bench.state(spec.job()).equals("unknown"));
        assertThat(bench.attempts(spec.job())).isEqualTo("unknown");
    }

    @Test
    void when_an_adapter_throws_then_the_attempt_is_unknown() {
        var spec = bench.stored();
        bench.upstream.onSubmit =
                _ -> {
                    throw new IllegalStateException("a bug");
                };

        bench.submit.claimNext();

        await().until(() -> bench.state(spec.job()).equals("unknown"));
    }

    @Test
    void when_progress_is_small_then_it_is_not_told() {
        var execution = bench.inProgress();
        bench.upstream.onPoll = _ -> new PollAnswer.Working(4);
        look(execution);
        assertThat(bench.reports.owed(execution.job()).progress()).isZero();

        bench.upstream.onPoll = _ -> new PollAnswer.Working(42);
        look(execution);
        assertThat(bench.reports.owed(execution.job()))
                .satisfies(
                        report -> {
                            assertThat(report.progress()).isEqualTo(42);
                            assertThat(report.version()).isEqualTo(3);
                        });
        bench.upstream.onPoll = _ -> new PollAnswer.Working(10);
        look(execution);
        assertThat(bench.reports.owed(execution.job()).progress()).isEqualTo(42);
    }

    private void look(Execution execution) {
        var polls = bench.count("select polls from timer");
        bench.makeDue();
        bench.watch.lookAtDue();
        await().until(() -> bench.count("select polls from timer") == polls + 1);
        await().until(bench.work::idle);
    }

    @Test
    void when_polls_fail_then_the_job_goes_on() {
        var execution = bench.inProgress();
        bench.upstream.onPoll =
                _ -> {
                    throw new IllegalStateException("a bug");
                };
        look(execution);
        bench.upstream.onPoll = _ -> new PollAnswer.NoAnswer("503");
        look(execution);

        assertThat(bench.state(execution.job())).isEqualTo("in_progress");
    }

    @Test
    void when_the_doorbell_rings_then_the_next_look_is_now() {
        var execution = bench.inProgress();
        assertThat(bench.watch.lookAtDue()).isFalse();
        assertThat(bench.count("select polls from timer")).isZero();

        bench.doorbell.ring(Bench.attempt(execution));
        bench.watch.lookAtDue();

        assertThat(bench.count("select polls from timer")).isEqualTo(1);
    }
}
