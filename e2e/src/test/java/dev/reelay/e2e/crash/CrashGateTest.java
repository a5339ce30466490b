package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Jobs run while every process is halted at every crash point, killed and stopped at random, and
/// the database and the broker are killed; then nothing may be broken. System properties make the
/// run longer: see {@link GateSize}.
class CrashGateTest {
    private static final Duration REST = Duration.ofSeconds(90);
    private static final int MOST_MORE = 1000;
    private static final Duration BETWEEN_MORE = Duration.ofSeconds(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void when_every_process_dies_at_every_point_then_no_promise_is_broken() {
        var size = GateSize.given(150, 15, 1.3);
        var progress = new Progress();
        progress.say("%s; to do it again: -Dreelay.seed=%d", size, size.seed());
        var cluster = Cluster.in(folder.resolve("gate"), size.shape());
        try (var run = Run.start(cluster)) {
            progress.say("all is up");
            var faults = strike(run, size, progress);
            var rested = run.rest(REST);
            progress.say("faults are over; %s", rested ? "all is quiet" : run.databases().unrest());
            var verdict = Verdict.on(Evidence.of(run));
            progress.say("the verdict:\n%s", verdict.text());
            assertThat(verdict.namesBroken()).as(verdict.text()).isEmpty();
            assertThat(faults.missed()).as("points that nobody came to").isEmpty();
            assertThat(run.history().count(History.Type.OK, Clients.SUBMIT))
                    .isGreaterThanOrEqualTo(size.jobs() * 9L / 10);
            progress.say(
                    "L8   %d messages sent again, nothing changed",
                    Replay.of(run, size.seed(), REST));
            run.floods().run();
            progress.say(
                    "four floods of 200 clients, each with room for 100: exactly 100 accepted");
        }
    }

    private static Faults strike(Run run, GateSize size, Progress progress) {
        var schedule = Schedule.of(size.seed(), Cluster.points(), size.kills(), size.meanMillis());
        progress.say("kills and stops: %s", schedule.summary());
        var faults = new Faults(run.cluster(), run.history());
        try (var clients = run.clients()) {
            faults.begin(schedule);
            for (var submission : Submission.of(size.seed(), size.jobs(), run.tenants().size())) {
                clients.begin(submission);
                rest(size.betweenJobs());
                progress.line(clients, faults, run.sampler());
            }
            keepBusy(clients, faults, run, size, progress);
            progress.say("%d points reached, %d blows", faults.reached().size(), faults.struck());
            assertThat(faults.failures()).isEmpty();
            run.cluster().start();
            assertThat(clients.finish(Duration.ofMinutes(3))).as("clients still wait").isTrue();
        }
        return faults;
    }

    /// A few more, so that there is work as long as there are faults.
    private static void keepBusy(
            Clients clients, Faults faults, Run run, GateSize size, Progress progress) {
        var more = Submission.of(size.seed() + 1, MOST_MORE, run.tenants().size()).iterator();
        while (!faults.over()) {
            if (more.hasNext()) {
                clients.begin(more.next().named("more-"));
            }
            rest(BETWEEN_MORE);
            progress.line(clients, faults, run.sampler());
        }
    }

    private static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
