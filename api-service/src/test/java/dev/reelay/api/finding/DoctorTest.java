package dev.reelay.api.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.service.ServiceTokens;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.WorkerConfig;
import dev.reelay.common.finding.Finding;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DoctorTest {
    @Inject Doctor doctor;
    @Inject PostgresFindings findings;
    @Inject Billing billing;
    @Inject ServiceTokens tokens;

    private record Nobody() implements WorkerConfig {
        @Override
        public URI url() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public Duration connectLimit() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration answerLimit() {
            return Duration.ofSeconds(1);
        }
    }

    @Test
    void when_all_services_run_then_each_was_asked() {
        assertThat(doctor.look().checks())
                .contains(
                        "api.accepting",
                        "worker.answers",
                        "worker.slots",
                        "billing.answers",
                        "billing.held",
                        "billing.proof");
    }

    @Test
    void when_the_worker_is_away_then_that_is_found_and_the_others_were_asked() {
        var found = new Doctor(findings, new Worker(new Nobody(), tokens), billing).look();
        assertThat(found.findings()).extracting(Finding::check).contains("worker.answers");
        assertThat(found.checks())
                .contains("worker.answers", "billing.held")
                .doesNotContain("worker.slots");
    }
}
