package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reelay.common.event.JobReport.Charge;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.execution.ExecutionEvent.Unusable;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.SubmitAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What the report of a job's end says that upstreams charge.
class ChargesTest {
    private static final Failure NO = new Failure(Reason.PROVIDER_ERROR, "no");

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void enter(String costs) {
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                """
                                insert into provider_account (name, provider, secrets, costs)
                                values ('upstream', 'upstream', '', ?::jsonb)
                                on conflict (name) do update set costs = excluded.costs
                                """,
                                costs));
    }

    private List<Charge> charges(JobId job) {
        return bench.reports.owed(job).charges();
    }

    private Execution storing() {
        var finished = new PollAnswer.Finished(new ProviderFile("nowhere"));
        return bench.advance.apply(bench.inProgress(), new Polled(finished)).live().orElseThrow();
    }

    @Test
    void when_no_cost_was_entered_then_nothing_is_said() {
        var execution = storing();
        bench.advance.apply(execution, new Unusable(NO));
        assertThat(charges(execution.job())).isEmpty();
    }

    @Nested
    class GivenACostOfTheModel {
        @BeforeEach
        void enterIt() {
            enter("{\"clip-one\":{\"per_second\":{\"720p\":\"0.1\"}},\"*\":{\"flat\":\"9\"}}");
        }

        @Test
        void when_the_upstream_had_a_clip_then_it_charges_for_it_whatever_the_clip_is_like() {
            var execution = storing();
            assertThat(charges(execution.job())).isEmpty();
            bench.advance.apply(execution, new Unusable(NO));
            assertThat(charges(execution.job()))
                    .containsExactly(
                            new Charge(
                                    Bench.attempt(execution),
                                    0,
                                    "upstream",
                                    "upstream",
                                    "clip-one",
                                    500_000,
                                    false));
        }

        @Test
        void when_the_upstream_failed_then_it_charges_nothing() {
            var execution = bench.inProgress();
            bench.advance.apply(execution, new Polled(new PollAnswer.GaveUp(NO)));
            assertThat(bench.state(execution.job())).isEqualTo("failed");
            assertThat(charges(execution.job())).isEmpty();
        }

        @Test
        void when_the_job_expires_while_it_works_then_it_is_presumed_to_charge() {
            var execution = bench.inProgress();
            bench.passDeadline(execution.job());
            bench.sweep.sweepDeadlines();
            assertThat(charges(execution.job()))
                    .extracting(Charge::costMicros, Charge::presumed)
                    .containsExactly(tuple(500_000L, true));
        }

        @Test
        void when_a_submit_has_no_answer_for_good_then_it_is_presumed_to_charge() {
            var execution = bench.intended();
            bench.advance.apply(execution, new Submitted(new SubmitAnswer.Unknown("reset"), false));
            bench.passDeadline(execution.job());
            bench.sweep.sweepDeadlines();
            assertThat(bench.attempts(execution.job())).isEqualTo("lost");
            assertThat(charges(execution.job())).hasSize(1);
        }

        @Test
        void when_it_was_refused_then_it_charges_nothing() {
            var execution = bench.intended();
            bench.advance.apply(execution, new Submitted(new SubmitAnswer.Refused(NO), false));
            assertThat(bench.state(execution.job())).isEqualTo("failed");
            assertThat(charges(execution.job())).isEmpty();
        }

        @Test
        void when_the_cost_changes_after_the_claim_then_the_old_one_counts() {
            var execution = storing();
            enter("{\"clip-one\":{\"flat\":\"7\"}}");
            bench.advance.apply(execution, new Unusable(NO));
            assertThat(charges(execution.job()))
                    .extracting(Charge::costMicros)
                    .containsExactly(500_000L);
        }
    }
}
