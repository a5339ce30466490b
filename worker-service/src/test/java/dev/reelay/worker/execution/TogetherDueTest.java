package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.PollAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is asked after in one call, at a provider that has such a call.
class TogetherDueTest {
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

    private List<Integer> callsForFive() {
        for (var i = 0; i < 5; i++) {
            bench.inProgress();
        }
        bench.makeDue();
        bench.watch.lookAtDue();
        await().until(bench.work::idle);
        return bench.upstream.polls.stream().map(List::size).sorted().toList();
    }

    @Test
    void when_one_call_takes_two_then_five_need_three() {
        bench.upstream.pollsTogether = 2;
        assertThat(callsForFive()).isEqualTo(List.of(1, 2, 2));
    }

    @Test
    void when_the_provider_has_no_such_call_then_each_is_asked_after_alone() {
        assertThat(callsForFive()).isEqualTo(List.of(1, 1, 1, 1, 1));
    }

    @Nested
    class GivenOneCallForAll {
        @BeforeEach
        void together() {
            bench.upstream.pollsTogether = 50;
        }

        @Test
        void when_their_answers_differ_then_each_goes_its_own_way() {
            var lost = bench.inProgress();
            var task = Upstream.task(Bench.attempt(lost));
            bench.upstream.onPoll =
                    asked ->
                            asked.equals(task)
                                    ? new PollAnswer.GaveUp(
                                            new Failure(Reason.PROVIDER_ERROR, "no"))
                                    : new PollAnswer.Working(40);
            var other = bench.inProgress();
            bench.makeDue();
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(bench.upstream.polls).hasSize(1);
            assertThat(bench.state(lost.job())).isEqualTo("failed");
            assertThat(bench.state(other.job())).isEqualTo("in_progress");
            assertThat(bench.count("select sum(progress) from execution")).isEqualTo(40);
        }

        @Test
        void when_one_is_no_longer_wanted_then_it_alone_is_stopped() {
            bench.inProgress();
            var unwanted = bench.inProgress();
            bench.executions.askCancel(unwanted.tenant(), unwanted.job());
            bench.makeDue();
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(bench.upstream.polls).hasSize(1);
            assertThat(bench.upstream.cancels)
                    .containsExactly(Upstream.task(Bench.attempt(unwanted)));
        }
    }
}
