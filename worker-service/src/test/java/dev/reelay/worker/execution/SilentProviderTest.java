package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One provider takes calls and does not answer. The worker has four places for each kind of call.
class SilentProviderTest {
    private static final int PLACES = 4;
    private static final int HALF = PLACES / 2;
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "reelay.execution.submits-at-once", "" + PLACES,
                    "reelay.execution.polls-at-once", "" + PLACES,
                    "reelay.execution.files-at-once", "" + PLACES,
                    "reelay.execution.submit-limit", "1m");

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    private Bench bench;
    private Upstream silent;
    private Upstream other;

    @BeforeEach
    void open() {
        silent = new Upstream("upstream");
        bench = new Bench(WorkerParts.emptyDatabase(), WorkerParts.noObjects(), silent, SETTINGS);
        other = bench.second;
    }

    @AfterEach
    void close() {
        answers.countDown();
        bench.close();
    }

    private void fallSilent() {
        waiting.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T afterSilence(T answer) {
        fallSilent();
        return answer;
    }

    /// Renders at the provider that will be silent, more than there are places.
    private void inProgressAtSilent() {
        for (var i = 0; i <= PLACES; i++) {
            bench.inProgress();
        }
    }

    /// A job that waits for the other provider, since this one has refused it.
    private JobSpec queuedAtOther() {
        var usual = silent.onSubmit;
        silent.onSubmit = _ -> new Refused(ExecutionMachine.NO_ROUTE);
        bench.slots.allow("second", "second", 0);
        var job = bench.stored();
        await().until(() -> bench.submit.claimNext());
        await().until(() -> silent.submits.size() == 1);
        await().until(bench.work::idle);
        silent.onSubmit = usual;
        return job;
    }

    private JobSpec inProgressAtOther() {
        var job = queuedAtOther();
        bench.slots.allow("second", "second", 1);
        await().until(() -> bench.submit.claimNext());
        await().until(() -> bench.state(job.job()).equals("in_progress"));
        return job;
    }

    private void makeDue(JobSpec job) {
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                "update timer set due_at = now() where job_id = ?",
                                job.job().value()));
    }

    @Test
    void when_looks_have_no_answer_then_renders_elsewhere_are_still_looked_at() {
        var elsewhere = inProgressAtOther();
        bench.jdbi.useHandle(h -> h.execute("update timer set due_at = now() + interval '1 h'"));
        inProgressAtSilent();
        silent.onPoll = _ -> afterSilence(new Working(-1));
        bench.jdbi.useHandle(
                h -> h.execute("update timer set due_at = now() where provider = 'upstream'"));
        while (bench.watch.lookAtDue()) {
            // until there is no place left
        }
        await().until(() -> waiting.get() == HALF);

        makeDue(elsewhere);
        bench.watch.lookAtDue();

        await().until(() -> other.polls.size() == 1);
        assertThat(waiting).hasValue(HALF);
    }

    @Test
    void when_a_look_was_answered_at_last_then_those_that_waited_for_its_place_are_made() {
        inProgressAtSilent();
        silent.onPoll = _ -> afterSilence(new Working(-1));
        bench.makeDue();
        bench.watch.lookAtDue();
        await().until(() -> waiting.get() == HALF);
        assertThat(bench.due()).hasSize(PLACES + 1 - HALF);
        bench.makeDue();

        answers.countDown();

        await().until(
                        () -> {
                            bench.watch.lookAtDue();
                            return waiting.get() > PLACES;
                        });
    }

    @Test
    void when_submits_have_no_answer_then_jobs_elsewhere_are_still_submitted() {
        queuedAtOther();
        silent.onSubmit =
                attempt -> afterSilence(new Accepted(Upstream.task(attempt.id()), List.of()));
        for (var i = 0; i <= PLACES; i++) {
            bench.stored();
        }
        while (bench.submit.claimNext()) {
            // until there is no place left
        }
        await().until(() -> waiting.get() == HALF);

        bench.slots.allow("second", "second", 1);
        bench.submit.claimNext();

        await().until(() -> other.submits.size() == 1);
        assertThat(waiting).hasValue(HALF);
    }

    @Test
    void when_files_do_not_come_then_those_from_elsewhere_still_do() {
        inProgressAtOther();
        inProgressAtSilent();
        silent.whileOpening = this::fallSilent;
        var asked = new AtomicInteger();
        other.whileOpening = asked::incrementAndGet;
        silent.onPoll = _ -> new Finished(new ProviderFile("none.mp4"));
        other.onPoll = silent.onPoll;
        bench.jdbi.useHandle(
                h -> h.execute("update timer set due_at = now() where provider = 'upstream'"));
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                "update timer set due_at = now() + interval '1 h' where provider = 'second'"));
        await().until(
                        () -> {
                            bench.watch.lookAtDue();
                            return bench.count(
                                            "select count(*) from execution where state = 'storing'")
                                    > PLACES;
                        });
        await().until(() -> waiting.get() == HALF);

        bench.jdbi.useHandle(
                h -> h.execute("update timer set due_at = now() where provider = 'second'"));
        bench.watch.lookAtDue();

        await().until(() -> asked.get() == 1);
        assertThat(waiting).hasValue(HALF);
    }
}
