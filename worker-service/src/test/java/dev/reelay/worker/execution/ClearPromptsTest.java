package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.WorkerParts;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClearPromptsTest {
    private final Jdbi jdbi = WorkerParts.emptyDatabase();
    private final Bench bench = new Bench(jdbi);
    private final PostgresPrompts prompts = new PostgresPrompts(jdbi);
    private final JobSpec spec = bench.stored();

    @BeforeEach
    void writeWhatJsonbRefuses() {
        jdbi.useHandle(
                h ->
                        h.execute(
                                """
                                update job set spec = replace(spec::text, '"prompt":"',
                                                              '"prompt":"\\u0000 a secret ')::json
                                """));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void end() {
        bench.passDeadline(spec.job());
        bench.sweep.sweepDeadlines();
        assertThat(bench.state(spec.job())).isEqualTo("expired");
    }

    private String written() {
        return jdbi.withHandle(
                h -> h.createQuery("select spec::text from job").mapTo(String.class).one());
    }

    @Test
    void when_the_job_runs_then_its_prompt_stays() {
        assertThat(prompts.clear(10)).isZero();
        assertThat(written()).contains("a secret");
    }

    @Test
    void when_it_has_ended_then_what_the_tenant_wrote_is_gone_and_the_rest_is_there() {
        end();
        assertThat(prompts.clear(10)).isEqualTo(1);
        assertThat(written()).doesNotContain("a secret");
        var left = bench.executions.spec(spec.tenant(), spec.job());
        assertThat(left.prompt()).isEmpty();
        assertThat(left.inputs()).isEmpty();
        assertThat(left.model()).isEqualTo(spec.model());
        assertThat(prompts.clear(10)).isZero();
    }
}
