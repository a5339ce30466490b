package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.restore.Gap;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A worker whose database was set back: nothing that it may have sent is sent again.
class RestoredTest {
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Gap note() {
        var now =
                bench.jdbi.withHandle(
                        h -> h.createQuery("select clock_timestamp()").mapTo(Instant.class).one());
        var gap = new Gap(now.minus(Duration.ofHours(1)), now);
        assertThat(new PostgresQuarantine(bench.jdbi).note(gap)).isPresent();
        return gap;
    }

    @Test
    void when_it_was_queued_then_it_fails_and_is_not_sent() {
        var spec = bench.stored();
        note();

        assertThat(bench.submit.claimNext()).isFalse();
        bench.sweep.sweepDeadlines();

        assertThat(bench.status(spec.job())).isEqualTo("failed");
        assertThat(bench.reason(spec.job())).isEqualTo(Reason.PROVIDER_UNAVAILABLE);
        assertThat(bench.upstream.submits).isEmpty();
        assertThat(bench.slots.recount()).isEmpty();
    }

    @Test
    void when_it_was_claimed_then_its_attempt_is_looked_for() {
        var spec = bench.stored();
        bench.claim();
        note();

        bench.sweep.sweepLeases();

        assertThat(bench.state(spec.job())).isEqualTo("unknown");
        assertThat(bench.attempts(spec.job())).isEqualTo("unknown");
        assertThat(bench.upstream.submits).isEmpty();
    }

    @Test
    void when_its_attempt_is_not_found_where_repeats_are_safe_then_it_is_not_repeated() {
        var intended = bench.intended();
        bench.upstream.resubmitsSafely = true;
        note();
        bench.sweep.sweepLeases();

        bench.makeDue();
        bench.watch.lookAtDue();

        await().until(bench.work::idle);
        assertThat(bench.executions.live(intended.tenant(), intended.job()))
                .singleElement()
                .satisfies(now -> assertThat(now.state()).isInstanceOf(Unknown.class));
        assertThat(bench.upstream.submits).isEmpty();
    }

    @Test
    void when_it_was_rendered_then_it_goes_on() {
        var running = bench.inProgress();
        note();

        bench.sweep.sweepDeadlines();
        bench.sweep.sweepLeases();

        assertThat(bench.state(running.job())).isEqualTo("in_progress");
    }

    @Test
    void when_an_older_job_comes_that_is_unknown_then_it_fails_and_is_not_sent() {
        var older = bench.spec(TenantId.next());
        note();
        bench.intake.store(List.of(older));

        assertThat(bench.submit.claimNext()).isFalse();
        bench.sweep.sweepDeadlines();

        assertThat(bench.status(older.job())).isEqualTo("failed");
        assertThat(bench.upstream.submits).isEmpty();
    }

    @Test
    void when_it_is_told_of_then_its_version_is_above_all_that_were_told_before() {
        var known = bench.stored();
        var older = bench.spec(TenantId.next());
        var told = bench.reports.owed(known.job()).version();
        note();
        bench.intake.store(List.of(older));

        assertThat(bench.reports.owed(known.job()).version()).isGreaterThan(told + 100_000);
        assertThat(bench.reports.owed(older.job()).version()).isGreaterThan(100_000);
    }

    @Test
    void when_a_new_job_comes_then_it_is_sent() {
        note();
        var spec = bench.stored();

        assertThat(bench.submit.claimNext()).isTrue();

        bench.sweep.sweepDeadlines();
        assertThat(bench.status(spec.job())).isNotEqualTo("failed");
    }

    @Test
    void when_a_gap_is_noted_again_then_nothing_happens_to_what_came_since() {
        var gap = note();
        var spec = bench.stored();

        assertThat(new PostgresQuarantine(bench.jdbi).note(gap)).isEmpty();

        bench.sweep.sweepDeadlines();
        assertThat(bench.state(spec.job())).isEqualTo("queued");
    }

    @Test
    void when_a_gap_has_not_ended_then_it_is_refused_and_not_noted() {
        var now = Instant.now();
        var gap = new Gap(now, now.plus(Duration.ofHours(1)));

        assertThatThrownBy(() -> new PostgresQuarantine(bench.jdbi).note(gap))
                .isInstanceOf(IllegalStateException.class);

        var spec = bench.stored();
        assertThat(bench.submit.claimNext()).isTrue();
        assertThat(bench.status(spec.job())).isNotEqualTo("failed");
    }
}
