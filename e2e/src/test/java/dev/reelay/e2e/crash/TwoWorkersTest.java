package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two worker processes share the work, and one does the other's when that dies.
class TwoWorkersTest {
    private static final int FEW = 6;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String ENDED = "reelay_executions_ended_total";

    @TempDir Path folder;

    @Test
    void when_one_of_two_workers_dies_half_way_then_all_is_done_and_nothing_twice() {
        try (var run = Run.start(Cluster.in(folder, new Cluster.Shape(1, 2, 1)));
                var clients = run.clients()) {
            var first = run.cluster().replica("worker-1");
            var second = run.cluster().replica("worker-2");
            // Who hears of a job is up to the broker, so there is more until both have had some.
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () -> {
                                begin(clients);
                                return ended(first) > 0 && ended(second) > 0;
                            });
            begin(clients);
            second.kill();
            assertThat(clients.finish(LIMIT)).as("all have seen the end").isTrue();
            run.rest(LIMIT);

            var evidence = Evidence.of(run);
            var verdict = Verdict.on(evidence);
            assertThat(verdict.namesBroken()).as(verdict.text()).isEmpty();
            assertThat(evidence.rows("worker.execution"))
                    .hasSize(clients.begun())
                    .allMatch(execution -> execution.text("state").equals("completed"));
            assertThat(sentByExecution(evidence))
                    .hasSize(clients.begun())
                    .allSatisfy((_, n) -> assertThat(n).isOne());
        }
    }

    /// A few more jobs, which end one after the other.
    private static void begin(Clients clients) {
        for (var number = 0; number < FEW; number++) {
            clients.begin(
                    Submission.plain(
                            "shared" + clients.begun(), true, "delay=" + number * 300 + "ms"));
        }
    }

    /// Attempts of which a byte may have left.
    private static HashMap<String, Integer> sentByExecution(Evidence evidence) {
        var sent = new HashMap<String, Integer>();
        evidence.rows("worker.attempt").stream()
                .filter(attempt -> !attempt.text("state").equals("not_sent"))
                .forEach(attempt -> sent.merge(attempt.text("job_id"), 1, Integer::sum));
        return sent;
    }

    /// How many executions this worker has ended, by its own count.
    private static double ended(Replica worker) {
        try (var gateway = new Gateway(List.of(worker.url()))) {
            var metrics = gateway.get("/q/metrics").body();
            return new String(metrics, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(ENDED))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
