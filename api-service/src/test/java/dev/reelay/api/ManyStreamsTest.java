package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What streams cost this process: `-Dreelay.streams=10000
/// -Dreelay.event.most-streams-of-tenant=20000`.
@QuarkusTest
@EnabledIfSystemProperty(named = "reelay.streams", matches = "\\d+")
class ManyStreamsTest {
    private static final int STREAMS = Integer.getInteger("reelay.streams", 0);
    private static final double KILOBYTE = 1024;
    private static final Duration QUIET = Duration.ofSeconds(10);

    @Inject Jdbi jdbi;

    @Test
    void when_something_happens_then_all_are_told_and_till_then_nobody_asks_the_database()
            throws Exception {
        var tenant = TestTenant.rich();
        var before = used();
        var quiet = transactionsWithin(QUIET);
        var client =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx512m",
                                "-cp",
                                "target/test-classes",
                                StreamClient.class.getName(),
                                String.valueOf(RestAssured.port),
                                tenant.liveKey(),
                                String.valueOf(STREAMS))
                        .redirectErrorStream(true)
                        .start();
        try (var said = client.inputReader()) {
            assertThat(line(said)).isEqualTo("open");
            System.out.printf(
                    "%d streams: %.1f KB of heap each; transactions in %s: %d before, %d now%n",
                    STREAMS,
                    (used() - before) / KILOBYTE / STREAMS,
                    QUIET,
                    quiet,
                    transactionsWithin(QUIET));

            var start = System.nanoTime();
            tenant.job();

            assertThat(line(said)).isEqualTo("told");
            System.out.printf("all told after %s%n", Duration.ofNanos(System.nanoTime() - start));
        } finally {
            client.destroyForcibly();
        }
    }

    private static String line(BufferedReader said) throws IOException {
        return String.valueOf(said.readLine());
    }

    /// Of all that use the database.
    private long transactionsWithin(Duration time) {
        var from = transactions();
        Awaitility.await().pollDelay(time).atMost(time.multipliedBy(3)).until(() -> true);
        return transactions() - from;
    }

    private long transactions() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select xact_commit from pg_stat_database where datname ="
                                                + " current_database()")
                                .mapTo(Long.class)
                                .one());
    }

    private static long used() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
