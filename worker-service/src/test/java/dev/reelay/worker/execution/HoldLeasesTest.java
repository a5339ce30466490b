package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldLeasesTest {
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final CountDownLatch arrived = new CountDownLatch(1);

    private Bench bench;
    private Execution kept;
    private Execution lost;

    /// Two files are on their way, and another worker has taken over one of them.
    @BeforeEach
    void takeOver() {
        bench = new Bench(WorkerParts.emptyDatabase());
        kept = storing();
        lost = storing();
        assertThat(bench.executions.takeAbandonedFile(lost)).isPresent();
        bench.makeDue();
    }

    @AfterEach
    void close() {
        arrived.countDown();
        bench.close();
    }

    private Execution storing() {
        var finished = new Polled(new PollAnswer.Finished(new ProviderFile("clip.mp4")));
        return bench.advance.apply(bench.inProgress(), finished).live().orElseThrow();
    }

    private CompletableFuture<Void> bring(Execution storing, CountDownLatch begun) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        bench.leases.whileHeld(
                                storing,
                                () -> {
                                    begun.countDown();
                                    arrived.await();
                                });
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("called off", e);
                    }
                },
                Thread::startVirtualThread);
    }

    @Test
    void when_leases_are_kept_then_those_of_others_are_left_alone() {
        var ours = bench.timers.keep(List.of(lost, kept), LEASE);

        assertThat(ours).containsExactly(kept);
        assertThat(bench.due())
                .extracting(due -> due.execution().job())
                .containsExactly(lost.job());
    }

    @Test
    void when_a_timer_is_locked_by_another_then_its_file_is_still_ours_and_nobody_waits() {
        bench.jdbi.useTransaction(
                h -> {
                    h.execute("select from timer for update");
                    var ours =
                            CompletableFuture.supplyAsync(
                                    () -> bench.timers.keep(List.of(kept), LEASE));

                    await().untilAsserted(
                                    () -> assertThat(ours).isCompletedWithValue(Set.of(kept)));
                });
    }

    @Test
    void when_a_file_was_taken_over_then_who_brings_it_is_called_off_and_others_are_not()
            throws Exception {
        var begun = new CountDownLatch(2);
        var goesOn = bring(kept, begun);
        var calledOff = bring(lost, begun);
        begun.await();

        bench.leases.keep();

        assertThat(calledOff)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withRootCauseInstanceOf(InterruptedException.class);
        arrived.countDown();
        await().untilAsserted(() -> assertThat(goesOn).isCompleted());
        assertThat(goesOn).isNotCompletedExceptionally();
    }
}
