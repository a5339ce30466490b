package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofMinutes(15));

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Nested
    class GivenAFreshJob {
        @Test
        void when_stored_then_each_output_is_queued_and_the_job_owes_its_first_report() {
            var spec = Bench.spec(TenantId.next(), 3, 1, 10, LATER);
            bench.intake.store(List.of(spec));

            assertThat(bench.state(spec.job())).isEqualTo("queued,queued,queued");
            assertThat(bench.count("select queued from tenant_queue")).isEqualTo(3);
            assertThat(bench.reports.owed(spec.job()))
                    .satisfies(
                            report -> {
                                assertThat(report.version()).isEqualTo(1);
                                assertThat(report.status()).isEqualTo(Status.QUEUED);
                                assertThat(report.tenant()).isEqualTo(spec.tenant());
                            });
        }

        @Test
        void when_it_comes_twice_in_one_batch_then_it_is_stored_once() {
            var spec = Bench.spec(TenantId.next());
            bench.intake.store(List.of(spec, spec));

            assertThat(bench.state(spec.job())).isEqualTo("queued");
            assertThat(bench.count("select queued from tenant_queue")).isEqualTo(1);
        }

        @Test
        void when_its_prompt_holds_what_text_columns_refuse_then_it_is_kept_as_it_is() {
            var spec = withPrompt("nul \u0000 and \uD83E\uDE81 and \"quotes\" :name ?");
            bench.intake.store(List.of(spec));

            assertThat(bench.executions.spec(spec.tenant(), spec.job())).isEqualTo(spec);
        }

        @Test
        void when_no_provider_makes_its_model_then_it_failed_at_once() {
            var spec = withModel("unheard/of-1");
            bench.intake.store(List.of(spec));

            assertThat(bench.reports.owed(spec.job()).status()).isEqualTo(Status.FAILED);
            assertThat(bench.reason(spec.job())).isEqualTo(Reason.PROVIDER_UNAVAILABLE);
            assertThat(bench.slots.recount()).isEmpty();
        }

        @Test
        void when_it_is_past_its_deadline_then_it_is_stored_and_expires() {
            var spec = Bench.spec(TenantId.next(), 2, 1, 10, Instant.now().minusSeconds(1));
            bench.intake.store(List.of(spec));

            assertThat(bench.claimIfAny()).isEmpty();
            bench.sweep.sweepDeadlines();
            assertThat(bench.state(spec.job())).isEqualTo("expired,expired");
            assertThat(bench.reports.owed(spec.job()).status()).isEqualTo(Status.EXPIRED);
            assertThat(bench.slots.recount()).isEmpty();
        }
    }

    @Nested
    class GivenAKnownJob {
        @Test
        void when_it_comes_again_then_nothing_changes_but_its_state_is_told_again() {
            var running = bench.inProgress();
            var spec = bench.executions.spec(running.tenant(), running.job());
            var version = bench.reports.owed(running.job()).version();
            bench.reports.told(running.job());
            assertThat(bench.reports.owes(running.job())).isFalse();

            bench.intake.store(List.of(spec));

            assertThat(bench.state(running.job())).isEqualTo("in_progress");
            assertThat(bench.reports.owed(running.job()).version()).isEqualTo(version);
            assertThat(bench.count("select count(*) from execution")).isEqualTo(1);
            assertThat(bench.slots.recount()).isEmpty();
        }

        @Test
        void when_its_id_comes_under_another_tenant_then_nobody_is_told_anything() {
            var spec = bench.stored();
            bench.reports.told(spec.job());

            bench.intake.store(List.of(withTenant(spec, TenantId.next())));

            assertThat(bench.reports.owes(spec.job())).isFalse();
            assertThat(bench.count("select count(*) from tenant_queue")).isEqualTo(1);
        }
    }

    private static JobSpec withPrompt(String prompt) {
        var s = Bench.spec(TenantId.next());
        return copy(s, s.tenant(), s.model(), prompt);
    }

    private static JobSpec withModel(String model) {
        var s = Bench.spec(TenantId.next());
        return copy(s, s.tenant(), model, s.prompt());
    }

    private static JobSpec withTenant(JobSpec s, TenantId tenant) {
        return copy(s, tenant, s.model(), s.prompt());
    }

    private static JobSpec copy(JobSpec s, TenantId tenant, String model, String prompt) {
        return new JobSpec(
                s.job(),
                tenant,
                model,
                s.mode(),
                prompt,
                null,
                s.seconds(),
                s.width(),
                s.height(),
                s.resolution(),
                s.aspectRatio(),
                s.audio(),
                null,
                null,
                null,
                s.outputs(),
                false,
                null,
                List.of(),
                null,
                s.createdAt(),
                s.deadline(),
                s.weight(),
                s.jobsAtOnce(),
                null,
                null);
    }
}
