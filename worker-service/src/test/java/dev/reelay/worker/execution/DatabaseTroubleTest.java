package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobMessage.Requested;
import dev.reelay.common.id.TenantId;
import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.SubmitAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the database itself refuses, loses for a while or gets wrong.
class DatabaseTroubleTest {
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void when_a_counter_is_wrong_then_the_recount_says_so_and_repairs_it() {
        bench.inProgress();
        bench.stored();
        bench.jdbi.useHandle(
                h -> {
                    h.execute("update tenant_queue set queued = queued + 7");
                    h.execute("update account_slot set in_flight = 5");
                });

        var wrong = bench.slots.recount();

        assertThat(wrong).hasSize(4);
        assertThat(wrong).anyMatch(w -> w.contains("queued 8 instead of 1"));
        assertThat(wrong).anyMatch(w -> w.contains("account upstream: in flight 5 instead of 1"));
        assertThat(bench.slots.recount()).isEmpty();
    }

    @Test
    void when_one_job_of_a_batch_cannot_be_stored_then_the_others_are() throws Exception {
        var later = Instant.now().plus(Duration.ofMinutes(5));
        var good = Bench.spec(TenantId.next());
        var weightless = Bench.spec(TenantId.next(), 1, 0, 10, later);
        var other = Bench.spec(TenantId.next());
        var records =
                List.of(good, weightless, other).stream()
                        .map(spec -> EventJson.write(new Requested(spec)))
                        .toList();

        new StoreExecutions(bench.intake).on(records);

        assertThat(bench.state(good.job())).isEqualTo("queued");
        assertThat(bench.state(other.job())).isEqualTo("queued");
        assertThat(bench.count("select count(*) from job")).isEqualTo(2);
    }

    @Test
    void when_the_database_is_away_then_an_answer_is_kept_until_it_is_back() {
        var spec = bench.stored();
        bench.upstream.onSubmit =
                attempt -> {
                    var outage = RealParts.outage(Server.POSTGRES);
                    Thread.ofVirtual().start(outage::close);
                    return new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of());
                };

        bench.submit.claimNext();

        await().ignoreExceptions().until(() -> bench.state(spec.job()).equals("in_progress"));
        assertThat(bench.upstream.submits).hasSize(1);
        assertThat(bench.attempts(spec.job())).isEqualTo("accepted");
    }
}
