package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which of a model's routes a job takes, after what an operator has entered.
class RoutingOfJobsTest {
    private static final Refused NO = new Refused(new Failure(Reason.INVALID_INPUT, "no"));

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

    private void put(String body) {
        bench.routing.entered().put(Bench.MODEL, body);
    }

    private String provider(JobSpec spec) {
        return bench.jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select provider || ' ' || route from execution"
                                                + " where job_id = :job")
                                .bind("job", spec.job().value())
                                .mapTo(String.class)
                                .one());
    }

    @Test
    void when_another_order_was_entered_then_its_first_is_taken() {
        put("{\"routes\":[{\"provider\":\"second\",\"model\":\"clip-uno\"}]}");
        assertThat(provider(bench.stored())).isEqualTo("second 1");
    }

    @Test
    void when_a_route_is_turned_off_then_a_refusal_of_the_other_is_the_end() {
        put("{\"routes\":[{\"provider\":\"second\",\"model\":\"clip-uno\",\"enabled\":false}]}");
        var spec = bench.stored();
        bench.upstream.onSubmit = _ -> NO;

        bench.submit.claimNext();

        await().until(() -> bench.state(spec.job()).equals("failed"));
        assertThat(bench.second.submits).isEmpty();
    }

    @Test
    void when_the_order_changes_between_two_routes_then_none_is_asked_twice() {
        var spec = bench.stored();
        bench.upstream.onSubmit = _ -> NO;
        bench.second.onSubmit = _ -> NO;
        bench.submit.claimNext();
        await().until(() -> provider(spec).equals("second 1"));
        put("{\"routes\":[{\"provider\":\"second\",\"model\":\"clip-uno\"}]}");

        bench.submit.claimNext();

        await().until(() -> bench.state(spec.job()).equals("failed"));
        assertThat(bench.upstream.submits).hasSize(1);
        assertThat(bench.second.submits).hasSize(1);
    }

    @Test
    void when_no_account_takes_anything_then_the_next_route_is_taken_instead() {
        bench.slots.close("upstream", Duration.ofMinutes(5), "the key is wrong");
        assertThat(provider(bench.stored())).isEqualTo("second 1");
    }

    @Test
    void when_an_account_is_only_busy_then_its_route_stays() {
        bench.slots.close("upstream", Duration.ofSeconds(20), "busy");
        assertThat(provider(bench.stored())).isEqualTo("upstream 0");
    }

    @Test
    void when_a_route_failed_then_its_figures_say_so_and_reliable_prefers_the_other() {
        var failed = bench.inProgress();
        bench.advance.apply(
                failed, new Polled(new GaveUp(new Failure(Reason.PROVIDER_ERROR, "no"))));
        var refused = bench.inProgress();
        bench.advance.apply(
                refused, new Polled(new GaveUp(new Failure(Reason.CONTENT_POLICY, "no"))));

        put("{\"strategy\":\"reliable\"}");

        assertThat(bench.routing.entered().get(Bench.MODEL).routes())
                .satisfiesExactly(
                        upstream -> {
                            assertThat(upstream.ended()).isEqualTo(1);
                            assertThat(upstream.failed()).isEqualTo(1);
                            assertThat(upstream.seconds()).isNull();
                        },
                        second -> assertThat(second.ended()).isZero());
        assertThat(provider(bench.stored())).isEqualTo("second 1");
    }
}
