package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Charge;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A job that was accepted and whose provider then gives it up by its own fault.
class GoElsewhereTest {
    private static final Failure BROKEN = new Failure(Reason.PROVIDER_ERROR, "it broke");

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
        bench.upstream.failuresAreFree = true;
        bench.upstream.onPoll = _ -> new GaveUp(BROKEN);
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
    }

    private void look() {
        bench.makeDue();
        bench.watch.lookAtDue();
        await().until(bench.work::idle);
    }

    private void charges(String when) {
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                "update attempt set cost_rule = json_build_object('flat', '0.5',"
                                        + " 'charged', ?)::jsonb",
                                when));
    }

    @Test
    void when_it_charges_nothing_then_the_next_route_makes_the_job() {
        var job = bench.inProgress().job();

        look();

        assertThat(bench.state(job)).isEqualTo("queued");
        assertThat(bench.status(job)).isEqualTo("in_progress");
        assertThat(bench.attempts(job)).isEqualTo("failed");
        assertThat(bench.count("select count(*) from timer")).isZero();
        assertThat(bench.count("select sum(in_flight) from account_slot")).isZero();
        bench.submit.claimNext();
        await().until(() -> bench.state(job).equals("in_progress"));
        assertThat(bench.attempts(job)).isEqualTo("failed,accepted");
        assertThat(bench.second.submits).hasSize(1);
    }

    @Test
    void when_the_next_route_gives_up_too_then_it_failed_for_that_reason() {
        var job = bench.inProgress().job();
        bench.second.failuresAreFree = true;
        bench.second.onPoll = _ -> new GaveUp(BROKEN);
        look();
        bench.submit.claimNext();
        await().until(() -> bench.state(job).equals("in_progress"));

        look();

        assertThat(bench.state(job)).isEqualTo("failed");
        assertThat(bench.reports.owed(job).failure()).isEqualTo(BROKEN);
    }

    @Test
    void when_it_does_not_say_that_failures_are_free_then_it_failed() {
        bench.upstream.failuresAreFree = false;
        var job = bench.inProgress().job();

        look();

        assertThat(bench.state(job)).isEqualTo("failed");
        assertThat(bench.second.submits).isEmpty();
    }

    @Test
    void when_the_operator_entered_that_it_charges_whatever_it_begins_then_it_failed() {
        var job = bench.inProgress().job();
        charges("acceptance");

        look();

        assertThat(bench.state(job)).isEqualTo("failed");
    }

    @Test
    void when_too_little_time_is_left_then_it_failed() {
        var job = bench.inProgress().job();
        bench.jdbi.useHandle(
                h -> h.execute("update execution set deadline = now() + interval '9 s'"));

        look(); // a clip usually takes 10 s

        assertThat(bench.state(job)).isEqualTo("failed");
    }

    @Test
    void when_nobody_serves_the_next_route_then_it_failed() {
        var job = bench.inProgress().job();
        bench.slots.allow("second", "second", 0);
        bench.routing.refresh();

        look();

        assertThat(bench.state(job)).isEqualTo("failed");
    }

    @Test
    void when_the_content_is_to_blame_then_it_failed() {
        bench.upstream.onPoll = _ -> new GaveUp(new Failure(Reason.CONTENT_POLICY, "no"));
        var job = bench.inProgress().job();

        look();

        assertThat(bench.state(job)).isEqualTo("failed");
    }

    @Test
    void when_a_cancel_was_asked_then_nobody_else_makes_it() {
        var job = bench.inProgress().job();
        bench.jdbi.useHandle(h -> h.execute("update execution set cancel_asked = true"));

        look();

        assertThat(bench.state(job)).isEqualTo("failed");
        assertThat(bench.second.submits).isEmpty();
    }

    @Test
    void when_it_charged_all_the_same_then_what_it_charges_is_told_beside_the_others() {
        var execution = bench.inProgress();
        look();
        bench.submit.claimNext();
        await().until(() -> bench.state(execution.job()).equals("in_progress"));
        charges("acceptance");
        bench.jdbi.useHandle(
                h -> h.execute("update execution set deadline = now() - interval '1 s'"));

        bench.sweep.sweepDeadlines();

        assertThat(bench.reports.owed(execution.job()).charges())
                .extracting(Charge::provider)
                .containsExactlyInAnyOrder("upstream", "second");
    }
}
