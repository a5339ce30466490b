package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.local.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Replicas of an earlier commit are replaced one by one by those of this one while clients go on,
/// so that old and new work side by side on what the new ones migrated; then one of each service
/// goes back and forth once more, as where an upgrade is taken back; `-Dreelay.back=false` leaves
/// that out. `-Dreelay.before=COMMIT` says from where; otherwise it is the commit before this one.
@Tag("long")
class RollingUpgradeTest {
    private static final String BEFORE = System.getProperty("reelay.before", "HEAD~1");
    private static final boolean IS_TAKEN_BACK =
            Boolean.parseBoolean(System.getProperty("reelay.back", "true"));
    private static final List<String> ORDER = List.of("billing", "worker", "api");
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int UPSTREAM_EACH = 4;
    private static final int BETWEEN_STEPS = 20;

    /// Nothing is lost on the way to an upstream here, so nothing fails.
    private static final String UNFINISHED =
            """
            select id, state from job
             where model <> 'reelay/storyboard-1' and state <> 'completed'
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final Progress progress = new Progress();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void when_replicas_are_replaced_one_by_one_then_no_promise_is_broken() {
        progress.say("from %s to %s", BEFORE, Machine.commit(Setup.HOME.folder()));
        var before = Before.built(BEFORE, folder.resolve("before"));
        progress.say("%s is built", BEFORE);
        var setup = Setup.of(new Cluster.Shape(2, 2, 2)).startingWith(before).withUpstreams();
        try (var run = Run.start(Cluster.in(folder.resolve("gate"), setup));
                var clients = run.clients()) {
            var isOver = new AtomicBoolean();
            var busy = Thread.ofVirtual().start(() -> keepBusy(run, clients, isOver));
            awaitMore(clients);
            for (var service : ORDER) {
                run.cluster().replicas(service).forEach(r -> replace(run, clients, r, Setup.HOME));
            }
            if (IS_TAKEN_BACK) {
                ORDER.reversed().forEach(service -> replaceFirst(run, clients, service, before));
                ORDER.forEach(service -> replaceFirst(run, clients, service, Setup.HOME));
            }
            isOver.set(true);
            join(busy);
            assertThat(clients.finish(LIMIT)).as("all have seen the end").isTrue();
            assertThat(run.rest(LIMIT)).as("%s", run.databases().unrest()).isTrue();
            var verdict = Verdict.on(Evidence.of(run));
            progress.say("%d jobs; the verdict:\n%s", clients.done(), verdict.text());
            assertThat(verdict.namesBroken()).as(verdict.text()).isEmpty();
            assertThat(run.databases().rows("api", UNFINISHED)).isEmpty();
        }
    }

    private static void keepBusy(Run run, Clients clients, AtomicBoolean isOver) {
        var tenants = run.tenants().size();
        var jobs = Submission.of(1, 100_000, tenants).iterator();
        for (var number = 0; !isOver.get(); number++) {
            clients.begin(
                    number % UPSTREAM_EACH == 0
                            ? Submission.upstream(number / UPSTREAM_EACH, tenants)
                            : jobs.next());
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private void replaceFirst(Run run, Clients clients, String service, Home by) {
        replace(run, clients, run.cluster().replica(service + "-1"), by);
    }

    private void replace(Run run, Clients clients, Replica replica, Home by) {
        run.cluster().replace(replica, by);
        progress.say("%s is of %s", replica.name(), by.equals(Setup.HOME) ? "now" : "before");
        awaitMore(clients);
    }

    private static void awaitMore(Clients clients) {
        var enough = clients.done() + BETWEEN_STEPS;
        Awaitility.await().atMost(LIMIT).until(() -> clients.done() >= enough);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
