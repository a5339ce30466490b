package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.crash.RemovedGuard;
import dev.reelay.crash.RemovedGuard.Method;
import dev.reelay.crash.RemovedGuard.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A checker that cannot fail proves nothing: each guard is taken out of the running product, one
/// at a time, and what it guards against is done. With the guard nothing breaks; without it the
/// checker must say so.
@Tag("long")
class BlindnessTest {
    private static final Duration REST = Duration.ofSeconds(45);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final String EXECUTIONS = "dev.reelay.worker.execution.PostgresExecutions";
    private static final String TAKING = "dev.reelay.billing.hold.PostgresTaking";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void when_epochs_are_not_compared_then_a_late_worker_is_seen_to_buy() {
        blind(
                "worker",
                List.of(
                        new Text(
                                EXECUTIONS,
                                "and epoch = :epoch and state",
                                "and (epoch = :epoch or true) and state")),
                BlindnessTest::aStoppedWorkerGoesOnAfterAnotherTookOver,
                "P2");
    }

    @Test
    void when_the_intent_is_not_committed_then_a_second_purchase_is_seen() {
        blind(
                "worker",
                List.of(new Method(EXECUTIONS, "intend(Execution)", "true")),
                run -> haltedAt(run, "worker", "C14"),
                "P1",
                "P2");
    }

    @Test
    void when_a_void_leaves_no_tombstone_then_a_hold_for_ever_is_seen() {
        try (var run = Run.start(Cluster.in(folder, new Cluster.Shape(1, 1, 1)))) {
            aHoldComesAfterItsVoid(run, "guarded");
            assertThat(verdict(run).namesBroken()).isEmpty();
            run.databases().of("billing").useHandle(h -> h.execute(FORGET_TOMBSTONES));
            aHoldComesAfterItsVoid(run, "unguarded");
            assertThat(verdict(run).namesBroken()).contains("L5");
        }
    }

    /// `NOT EXISTS` alone may go: the plain insert then fails on its key and the statement is
    /// undone, so money moves only where both are gone.
    @Test
    void when_a_hold_is_placed_without_looking_for_it_then_a_double_debit_is_seen() {
        blind(
                "billing",
                List.of(
                        new Text(TAKING, "and not exists (select from there)", ""),
                        new Text(
                                TAKING,
                                "from wanted w cross join debited d",
                                "from wanted w cross join debited d on conflict do nothing")),
                run -> haltedAt(run, "billing", "C7"),
                "L3",
                "L10");
    }

    @Test
    void when_the_api_does_not_wait_for_the_stored_acknowledgement_then_a_lost_job_is_seen() {
        blind(
                "api",
                List.of(
                        new Text(
                                "dev.reelay.api.submission.PostgresAcceptance",
                                "announced = 1, announce_at = now() + interval '5 seconds'",
                                "announced = 1, announce_at = null")),
                run -> haltedAt(run, "api", "C5"),
                "J1");
    }

    @Test
    void when_a_known_job_is_refused_by_the_worker_then_a_lost_report_is_seen() {
        blind(
                "worker",
                List.of(
                        new Text(
                                "dev.reelay.worker.execution.PostgresIntake",
                                "on conflict (id) do nothing",
                                "")),
                BlindnessTest::theReportsAreLost,
                "J1");
    }

    @Test
    void when_an_end_is_not_owed_from_its_own_transaction_on_then_a_silent_callback_is_seen() {
        blind(
                "api",
                List.of(
                        new Text(
                                "dev.reelay.api.event.PostgresEvents",
                                "case when :callback is not null then now() end",
                                "null")),
                BlindnessTest::oneJob,
                "W1");
    }

    private static void oneJob(Run run) {
        try (var clients = run.clients()) {
            clients.begin(Submission.plain("told" + System.nanoTime(), true, ""));
            until(() -> clients.done() == 1);
        }
    }

    /// The same is done twice: with the guard, and without it.
    private void blind(
            String service, List<RemovedGuard> guards, Consumer<Run> what, String... broken) {
        try (var run = Run.start(Cluster.in(folder, new Cluster.Shape(1, 2, 1)))) {
            what.accept(run);
            assertThat(verdict(run).namesBroken()).isEmpty();
            var replicas = run.cluster().replicas(service);
            Cluster.sideBySide(replicas, replica -> replica.kill());
            replicas.forEach(replica -> replica.without(guards));
            Cluster.sideBySide(replicas, Replica::start);
            what.accept(run);
            var verdict = verdict(run);
            assertThat(replicas)
                    .as("the guard was there and is gone")
                    .anyMatch(
                            r -> r.reached().stream().anyMatch(line -> line.startsWith("removed")));
            assertThat(verdict.namesBroken()).as(verdict.text()).contains(broken);
            System.out.printf(
                    "[blind] without %s: %s%n%s%n", guards, verdict.namesBroken(), verdict.text());
        }
    }

    private static Verdict verdict(Run run) {
        run.rest(REST);
        return Verdict.on(Evidence.of(run));
    }

    /// One job, whose service dies at the point and comes back.
    private static void haltedAt(Run run, String service, String point) {
        var replicas = run.cluster().replicas(service);
        var before = times(replicas, point);
        replicas.forEach(r -> r.haltAt(point));
        replicas.forEach(Replica::awaitArmed);
        try (var clients = run.clients()) {
            clients.begin(Submission.plain(point + System.nanoTime(), true, "delay=500ms"));
            until(() -> times(replicas, point) > before);
            until(() -> replicas.stream().anyMatch(r -> !r.runs()));
            replicas.forEach(Replica::disarm);
            run.cluster().start();
            run.rest(REST);
        }
    }

    private static long times(List<Replica> replicas, String point) {
        return replicas.stream().flatMap(r -> r.reached().stream()).filter(point::equals).count();
    }

    /// The first worker claims and is stopped before its intent; the second takes over, claims
    /// anew, and is at the same place when the first goes on.
    private static void aStoppedWorkerGoesOnAfterAnotherTookOver(Run run) {
        var first = run.cluster().replica("worker-1");
        var second = run.cluster().replica("worker-2");
        second.kill();
        var firstBefore = times(List.of(first), "C12");
        var secondBefore = times(List.of(second), "C12");
        first.restAt("C12", 1000);
        first.awaitArmed();
        try (var clients = run.clients()) {
            clients.begin(Submission.plain("zombie" + System.nanoTime(), true, "delay=500ms"));
            until(() -> times(List.of(first), "C12") > firstBefore);
            first.suspend();
            second.startResting("C12", 4000);
            until(() -> times(List.of(second), "C12") > secondBefore);
            first.resume();
            first.disarm();
            second.disarm();
            run.rest(REST);
        }
    }

    /// Rests just before the hold is asked for until the sweeper has given the job up.
    private static void aHoldComesAfterItsVoid(Run run, String key) {
        var api = run.cluster().replica("api-1");
        api.restAt("C2", 16_000);
        api.awaitArmed();
        try (var clients = run.clients()) {
            clients.begin(Submission.plain(key, false, ""));
            until(() -> voided(run));
            until(() -> clients.done() == 1);
            // The rest is over when the late hold was asked for; its answer changes nothing.
            Awaitility.await()
                    .pollDelay(Duration.ofSeconds(8))
                    .atMost(LONG_ENOUGH)
                    .until(() -> true);
        }
        api.disarm();
    }

    private static boolean voided(Run run) {
        return run.databases()
                        .rows(
                                "api",
                                "select 1 from job where state = 'abandoned' and void_at is null")
                        .size()
                > 0;
    }

    /// The api dies before it writes its first report; all later ones lie on a topic that loses
    /// them.
    private static void theReportsAreLost(Run run) {
        var api = run.cluster().replica("api-1");
        var before = times(List.of(api), "C6");
        api.haltAt("C6");
        api.awaitArmed();
        try (var clients = run.clients()) {
            clients.begin(Submission.plain("lost" + System.nanoTime(), true, "delay=500ms"));
            until(() -> times(List.of(api), "C6") > before && !api.runs());
            until(() -> !onTheWay(run));
            new Topics(run.cluster().broker()).wipe(Topics.EVENTS);
            api.start();
            run.rest(REST);
        }
    }

    private static boolean onTheWay(Run run) {
        return run.databases().unrest().stream().anyMatch(words -> !words.startsWith("api"));
    }

    private static void until(BooleanSupplier condition) {
        Awaitility.await().atMost(LONG_ENOUGH).until(condition::getAsBoolean);
    }

    private static final String FORGET_TOMBSTONES =
            """
            create function forget_tombstone() returns trigger language plpgsql as $$
            begin
              delete from hold where id = new.id and state = 'voided' and account_id is null;
              return null;
            end $$;
            create constraint trigger forget_tombstone after insert on hold
              deferrable initially deferred
              for each row when (new.state = 'voided') execute function forget_tombstone();
            """;
}
