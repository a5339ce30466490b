package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two workers whose clocks are eight minutes apart, and one of them dies now and then: leases,
/// timers and deadlines go by the database's time, so neither takes the other for dead.
@Tag("long")
class ClockSkewTest {
    private static final int JOBS = 60;
    private static final int KILL_EACH = 20;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /// Less than what receivers allow a signature's time to be off.
    private static final Duration OFF = Duration.ofMinutes(4);

    @TempDir Path folder;

    @Test
    void when_the_clocks_of_two_workers_are_off_then_no_promise_is_broken() {
        var cluster = Cluster.in(folder, new Cluster.Shape(1, 2, 1));
        cluster.replica("worker-1").skew(OFF);
        cluster.replica("worker-2").skew(OFF.negated());
        try (var run = Run.start(cluster);
                var clients = run.clients()) {
            for (var number = 1; number <= JOBS; number++) {
                clients.begin(
                        Submission.plain("off" + number, true, "delay=" + number % 5 * 700 + "ms"));
                if (number % KILL_EACH == 0) {
                    var worker = cluster.replica("worker-" + (1 + number / KILL_EACH % 2));
                    worker.kill();
                    worker.start();
                }
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
            assertThat(clients.finish(LIMIT)).as("all have seen the end").isTrue();
            assertThat(run.rest(LIMIT)).as("%s", run.databases().unrest()).isTrue();
            var evidence = Evidence.of(run);
            var verdict = Verdict.on(evidence);
            assertThat(verdict.namesBroken()).as(verdict.text()).isEmpty();
            assertThat(evidence.rows("api.job"))
                    .hasSize(JOBS)
                    .allMatch(job -> job.text("state").equals("completed"));
        }
    }
}
