package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobMessage.CancelAsked;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.SubmitAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CancelAndDeadlineTest {
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

    private void cancel(Execution execution) {
        bench.intake.cancel(new CancelAsked(execution.job(), execution.tenant()));
    }

    private Execution storing() {
        var finished = new PollAnswer.Finished(new ProviderFile("nowhere"));
        return bench.advance.apply(bench.inProgress(), new Polled(finished)).live().orElseThrow();
    }

    @Nested
    class GivenACancel {
        @Test
        void when_it_waits_then_all_its_outputs_are_cancelled_at_once() {
            var later = Instant.now().plus(Duration.ofMinutes(5));
            var spec = Bench.spec(TenantId.next(), 2, 1, 10, later);
            bench.intake.store(List.of(spec));

            bench.intake.cancel(new CancelAsked(spec.job(), spec.tenant()));

            assertThat(bench.state(spec.job())).isEqualTo("cancelled,cancelled");
            assertThat(bench.reports.owed(spec.job()))
                    .satisfies(
                            report -> {
                                assertThat(report.status()).isEqualTo(Status.CANCELLED);
                                assertThat(report.endedAt()).isNotNull();
                                assertThat(report.outputs()).isEmpty();
                            });
        }

        @Test
        void when_it_is_asked_by_another_tenant_then_nothing_happens() {
            var spec = bench.stored();

            bench.intake.cancel(new CancelAsked(spec.job(), TenantId.next()));

            assertThat(bench.state(spec.job())).isEqualTo("queued");
        }

        @Test
        void when_it_is_claimed_then_it_is_cancelled_and_may_not_be_sent() {
            bench.stored();
            var claimed = Execution.of(bench.claim());

            cancel(claimed);

            assertThat(bench.state(claimed.job())).isEqualTo("cancelled");
            assertThat(bench.attempts(claimed.job())).isEqualTo("not_sent");
            assertThat(bench.executions.intend(claimed)).isFalse();
        }

        @Test
        void when_it_is_being_sent_then_the_provider_is_asked_to_stop_at_the_first_look() {
            var execution = bench.intended();
            cancel(execution);
            var task = Upstream.task(Bench.attempt(execution));
            var accepted = new SubmitAnswer.Accepted(task, List.of());
            bench.advance.apply(execution, new Submitted(accepted, false));
            var stopped = new Failure(Reason.CANCELLED, "stopped");
            bench.upstream.onPoll = _ -> new PollAnswer.GaveUp(stopped);

            bench.watch.lookAtDue(); // due at once

            await().until(() -> bench.state(execution.job()).equals("cancelled"));
            assertThat(bench.upstream.cancels).containsExactly(task);
        }

        @Test
        void when_it_is_being_sent_and_comes_back_then_it_is_not_claimed_again() {
            var execution = bench.intended();
            cancel(execution);

            bench.advance.apply(
                    execution, new Submitted(new SubmitAnswer.NotSent("busy", null), false));

            assertThat(bench.state(execution.job())).isEqualTo("cancelled");
        }

        @Test
        void when_it_is_rendered_then_the_provider_is_asked_to_stop_at_once() {
            var execution = bench.inProgress();
            var stopped = new Failure(Reason.CANCELLED, "stopped");
            bench.upstream.onPoll = _ -> new PollAnswer.GaveUp(stopped);

            cancel(execution);
            bench.watch.lookAtDue();

            await().until(() -> bench.state(execution.job()).equals("cancelled"));
            assertThat(bench.upstream.cancels).hasSize(1);
        }

        @Test
        void when_the_provider_cannot_stop_then_it_goes_on() {
            var execution = bench.inProgress();

            cancel(execution);
            bench.watch.lookAtDue();

            await().until(() -> bench.upstream.cancels.size() == 1);
            assertThat(bench.state(execution.job())).isEqualTo("in_progress");
        }

        @Test
        void when_it_is_unknown_then_it_is_still_looked_for() {
            var execution = bench.intended();
            bench.advance.apply(execution, new Submitted(new SubmitAnswer.Unknown("reset"), false));

            cancel(execution);

            assertThat(bench.state(execution.job())).isEqualTo("unknown");
        }

        @Test
        void when_its_clip_is_on_its_way_then_it_is_delivered() {
            var execution = storing();

            cancel(execution);

            assertThat(bench.state(execution.job())).isEqualTo("storing");
        }

        @Test
        void when_it_has_ended_then_it_stays_ended() {
            var execution = bench.inProgress();
            var failure = new Failure(Reason.CONTENT_POLICY, "no");
            bench.advance.apply(execution, new Polled(new PollAnswer.GaveUp(failure)));

            cancel(execution);

            assertThat(bench.state(execution.job())).isEqualTo("failed");
            assertThat(bench.count("select version from job")).isEqualTo(3);
        }
    }

    @Nested
    class GivenADeadlineThatHasPassed {
        @Test
        void when_it_is_rendered_then_it_expired_and_the_provider_is_told_to_stop() {
            var execution = bench.inProgress();
            bench.passDeadline(execution.job());

            bench.sweep.sweepDeadlines();

            assertThat(bench.state(execution.job())).isEqualTo("expired");
            assertThat(bench.upstream.cancels).hasSize(1);
            assertThat(bench.reason(execution.job())).isEqualTo(Reason.TIMEOUT);
            assertThat(bench.count("select count(*) from timer")).isZero();
        }

        @Test
        void when_it_is_unknown_then_it_expired_and_its_attempt_is_lost() {
            var execution = bench.intended();
            bench.advance.apply(execution, new Submitted(new SubmitAnswer.Unknown("reset"), false));
            bench.passDeadline(execution.job());

            bench.sweep.sweepDeadlines();

            assertThat(bench.state(execution.job())).isEqualTo("expired");
            assertThat(bench.attempts(execution.job())).isEqualTo("lost");
        }

        @Test
        void when_it_is_claimed_then_it_is_not_sent_any_more() {
            bench.stored();
            var claimed = Execution.of(bench.claim());
            bench.passDeadline(claimed.job());

            assertThat(bench.executions.intend(claimed)).isFalse();
            bench.sweep.sweepDeadlines();
            assertThat(bench.state(claimed.job())).isEqualTo("submitting");

            bench.endLeases();
            bench.sweep.sweepLeases();
            bench.sweep.sweepDeadlines();
            assertThat(bench.state(claimed.job())).isEqualTo("expired");
        }

        @Test
        void when_its_clip_is_still_on_its_way_then_it_failed_for_the_store() {
            var execution = storing();
            bench.passDeadline(execution.job());

            bench.sweep.sweepDeadlines();

            assertThat(bench.state(execution.job())).isEqualTo("failed");
            assertThat(bench.reason(execution.job())).isEqualTo(Reason.STORAGE_ERROR);
        }
    }
}
