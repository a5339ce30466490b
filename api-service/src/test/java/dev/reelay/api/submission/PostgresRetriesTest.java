package dev.reelay.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.Ids;
import dev.reelay.api.TestTenant;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is noted of answers.
@QuarkusTest
class PostgresRetriesTest {
    @Inject Jdbi jdbi;
    @Inject PostgresRetries retries;

    @Nested
    class GivenASubmissionWhoseAnswersAreNotNoted {
        private TenantId tenant;
        private JobId job;

        @BeforeEach
        void submit() {
            var made = TestTenant.rich();
            tenant = tenant(made);
            job = Ids.job(made.job());
            Awaitility.await().until(() -> is("told_at is not null"));
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update idempotency set told_at = null where job_id = ?",
                                    job.value()));
        }

        private static TenantId tenant(TestTenant made) {
            return new TenantId(UUID.fromString(made.id()));
        }

        private boolean is(String condition) {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery(
                                            "select <condition> from idempotency"
                                                    + " where job_id = :job")
                                    .define("condition", condition)
                                    .bind("job", job.value())
                                    .mapTo(Boolean.class)
                                    .one());
        }

        @Test
        void when_one_of_two_was_told_then_it_counts_as_told_and_not_as_lost() {
            retries.note(
                    List.of(
                            new FollowAnswers.Answered(tenant, job, true),
                            new FollowAnswers.Answered(tenant, job, false)));

            assertThat(is("told_at is not null and lost_at is null")).isTrue();
        }

        @Test
        void when_another_tenants_answer_is_lost_then_nothing_is_noted_here() {
            var other = tenant(TestTenant.rich());

            retries.note(List.of(new FollowAnswers.Answered(other, job, false)));

            assertThat(is("told_at is null and lost_at is null")).isTrue();
        }
    }
}
