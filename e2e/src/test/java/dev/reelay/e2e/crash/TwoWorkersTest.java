package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Two worker processes share the work, and one does the other's when that dies; or each has a role
/// of its own. The tests have one cluster, in their order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoWorkersTest {
    private static final int FEW = 6;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String ENDED = "reelay_executions_ended_total";

    @TempDir static Path folder;
    private Run run;
    private Replica first;
    private Replica second;

    @BeforeAll
    void start() {
        run = Run.start(Cluster.in(folder, new Cluster.Shape(1, 2, 1)));
        first = run.cluster().replica("worker-1");
        second = run.cluster().replica("worker-2");
    }

    /// Where the start failed, its own error is what counts.
    @AfterAll
    void stop() {
        try (var _ = run) {
            // Nothing else is to be done.
        }
    }

    @Test
    @Order(1)
    void when_one_of_two_workers_dies_half_way_then_all_is_done_and_nothing_twice() {
        try (var clients = run.clients()) {
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

    @Test
    @Order(2)
    void when_each_has_one_role_then_one_renders_and_the_other_tells() throws IOException {
        first.kill();
        second.kill();
        run.cluster().set(first.name(), Map.of("REELAY_ROLES", "webhook"));
        run.cluster().set(second.name(), Map.of("REELAY_ROLES", "render"));
        try (var gateway = new Gateway(run.cluster().urls())) {
            second.start();
            var told = submit(gateway, "told");
            await(() -> status(gateway, told).equals("completed"));
            // Whoever tells stores first what it owes.
            assertThat(rows("delivery", told)).isEmpty();

            first.start();
            await(() -> isTold(told));
            second.kill();
            var rendered = submit(gateway, "rendered");
            var before = messages(told).count();
            var key = run.tenants().getFirst().key();
            assertThat(
                            gateway.post(
                                            "/v1/webhooks/deliveries/replay",
                                            key,
                                            null,
                                            Map.of("state", "delivered"))
                                    .status())
                    .isEqualTo(200);
            await(() -> messages(told).count() > before);
            assertThat(status(gateway, rendered)).isEqualTo("queued");
            assertThat(rows("job", rendered)).isEmpty();

            second.start();
            await(() -> status(gateway, rendered).equals("completed") && isTold(rendered));
        }
    }

    private String submit(Gateway gateway, String name) throws IOException {
        var submission = Submission.plain("role-" + name, true, "");
        var answer =
                gateway.post(
                        "/v1/videos",
                        run.tenants().getFirst().key(),
                        submission.key(),
                        submission.body(run.receiver().url(submission)));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json().path("id").asText();
    }

    private String status(Gateway gateway, String video) throws IOException {
        return gateway.get("/v1/videos/" + video, run.tenants().getFirst().key())
                .json()
                .path("status")
                .asText();
    }

    private Stream<Receiver.Message> messages(String video) {
        return run.receiver().messages().stream().filter(m -> m.video().equals(video));
    }

    private boolean isTold(String video) {
        return messages(video).anyMatch(Receiver::isTaken);
    }

    /// What the workers have of a job in one of their tables.
    private List<Row> rows(String table, String video) {
        var column = table.equals("job") ? "id" : "job_id";
        return run.databases().rows("worker", "select * from " + table).stream()
                .filter(row -> row.id(column).equals(Evidence.job(video)))
                .toList();
    }

    private static void await(Callable<Boolean> isSo) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).until(isSo);
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
