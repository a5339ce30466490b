package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.crash.History.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accepting does not need the broker: while it is away jobs wait in the api's database.
@Tag("long")
class BrokerAwayTest {
    private static final int JOBS = 60;
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir Path folder;

    @Test
    void when_the_broker_is_away_for_a_minute_then_all_are_accepted_and_made_after_its_return() {
        try (var run = Run.start(Cluster.in(folder, new Cluster.Shape(1, 1, 1)));
                var clients = run.clients()) {
            Cluster.kill(run.cluster().kafka());
            for (var number = 0; number < JOBS; number++) {
                clients.begin(Submission.plain("alone" + number, true, ""));
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
            var history = run.history();
            assertThat(history.count(Type.UNKNOWN, Clients.SUBMIT)).as("no answer").isZero();
            assertThat(history.count(Type.OK, Clients.SUBMIT)).as("accepted").isEqualTo(JOBS);

            run.cluster().kafka().start();
            assertThat(clients.finish(LIMIT)).as("all have seen the end").isTrue();
            run.rest(LIMIT);
            var evidence = Evidence.of(run);
            var verdict = Verdict.on(evidence);
            assertThat(verdict.namesBroken()).as(verdict.text()).isEmpty();
            assertThat(evidence.rows("api.job"))
                    .hasSize(JOBS)
                    .allMatch(job -> job.text("state").equals("completed"));
        }
    }
}
