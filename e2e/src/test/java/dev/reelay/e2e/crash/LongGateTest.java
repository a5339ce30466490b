package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The gate for as long as one likes, over links that fail: first one fault at a time, each
/// followed until the line works again, then all of them in a storm. The report goes to
/// `target/crash-gate.md`. System properties as of {@link GateSize}.
@Tag("long")
class LongGateTest {
    /// Of a hundred connections.
    private static final int FAILING_CONNECTIONS = 10;

    /// After so many jobs the processes have what they need in memory.
    private static final int WARM = 50;

    /// One of so many submissions goes to an upstream.
    private static final int UPSTREAM_EACH = 6;

    private static final long LOOK_MILLIS = 100;
    private static final int ALONE_PART = 6;
    private static final int MOST_OPEN = Integer.getInteger("reelay.open", 60);
    private static final Duration REST = Duration.ofMinutes(10);
    private static final Path HOME =
            Path.of(System.getProperty("reelay.home", "..")).toAbsolutePath().normalize();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private final GateSize size = GateSize.given(3_000, 150, 10);
    private final Progress progress = new Progress();
    private final LinkedHashMap<String, String> figures = new LinkedHashMap<>();

    @Test
    @Timeout(value = 5, unit = TimeUnit.HOURS)
    void when_everything_fails_for_long_then_no_promise_is_broken() {
        progress.say("%s; to do it again: -Dreelay.seed=%d", size, size.seed());
        progress.say("its files are in %s", folder);
        var setup =
                Setup.of(size.shape())
                        .over(Links.failing(size.seed(), FAILING_CONNECTIONS))
                        .withUpstreams();
        try (var run = Run.start(Cluster.in(folder.resolve("gate"), setup))) {
            progress.say("all is up");
            begin();
            var begun = System.nanoTime();
            var faults = new Faults(run.cluster(), run.history());
            try (var clients = run.clients()) {
                var alone = new SingleFaults(run, faults.blows(), clients);
                work(run, clients, faults, alone);
                figures.put("faults went on for", since(begun));
                conclude(run, clients, faults, alone);
            }
        }
    }

    private void begin() {
        figures.put("seed", String.valueOf(size.seed()));
        figures.put("commit", Machine.commit(HOME));
        figures.put("machine", Machine.here().text());
        figures.put(
                "processes",
                "%d apis, %d workers, %d billings"
                        .formatted(
                                size.shape().apis(),
                                size.shape().workers(),
                                size.shape().billings()));
    }

    private void work(Run run, Clients clients, Faults faults, SingleFaults alone) {
        var end = System.nanoTime() + size.spread().toNanos();
        var endOfAlone = System.nanoTime() + size.spread().toNanos() / ALONE_PART;
        var storm = new Storm(size.seed(), size.meanMillis());
        var jobs = submissions(run.tenants().size());
        var striking =
                Thread.ofVirtual()
                        .name("alone")
                        .start(
                                () -> {
                                    while (clients.done() < WARM) {
                                        Blows.pause(LOOK_MILLIS);
                                    }
                                    while (System.nanoTime() < endOfAlone) {
                                        strikeAlone(storm, alone, endOfAlone);
                                    }
                                });
        keepBusy(run, clients, faults, jobs, endOfAlone);
        while (striking.isAlive()) {
            keepBusy(run, clients, faults, jobs, System.nanoTime() + size.betweenJobs().toNanos());
        }
        progress.say("each fault alone is over:\n%s", measured(alone));
        run.cluster().links().expose();
        faults.begin(
                storm,
                Cluster.points(),
                Duration.ofNanos(Math.max(0, end - System.nanoTime())),
                clients::done);
        while (!faults.over()) {
            keepBusy(run, clients, faults, jobs, System.nanoTime() + size.betweenJobs().toNanos());
        }
    }

    private Iterator<Submission> submissions(int tenants) {
        var all = new ArrayList<>(Submission.of(size.seed(), size.jobs(), tenants));
        for (var number = 0; number * UPSTREAM_EACH < all.size(); number++) {
            all.set(number * UPSTREAM_EACH, Submission.upstream(number, tenants));
        }
        return all.iterator();
    }

    private static void strikeAlone(Storm storm, SingleFaults alone, long end) {
        for (var blow : storm.oneOfEach()) {
            if (System.nanoTime() < end) {
                alone.strike(blow);
            }
        }
    }

    /// As many as are wanted, but never more at once than the machine carries.
    private void keepBusy(
            Run run, Clients clients, Faults faults, Iterator<Submission> jobs, long end) {
        while (System.nanoTime() < end) {
            if (jobs.hasNext() && clients.begun() - clients.done() < MOST_OPEN) {
                clients.begin(jobs.next());
            }
            LockSupport.parkNanos(size.betweenJobs().toNanos());
            progress.line(clients, faults, run.sampler());
        }
    }

    private static String measured(SingleFaults alone) {
        return alone.measured().stream()
                .map(m -> "  %s: %s, %s".formatted(m.fault(), m.fresh(), m.caught()))
                .collect(Collectors.joining("\n"));
    }

    private void conclude(Run run, Clients clients, Faults faults, SingleFaults alone) {
        run.cluster().links().spare();
        run.cluster().start();
        var begun = System.nanoTime();
        var isFinished = clients.finish(REST);
        var isAtRest = run.rest(REST);
        figures.put("then all was at rest after", since(begun));
        progress.say("faults are over; %s", isAtRest ? "all is quiet" : run.databases().unrest());
        figures.put("submitted", "%,d".formatted(clients.begun()));
        figures.put(
                "submits that had no clear answer",
                "%,d".formatted(run.history().count(History.Type.UNKNOWN, Clients.SUBMIT)));
        figures.put("looks at the databases meanwhile", "%,d".formatted(run.sampler().rounds()));
        var evidence = Evidence.of(run);
        figures.put("of those that upstreams were asked for", upstreams(evidence));
        var verdict = Verdict.on(evidence);
        report(run, faults, alone, verdict);
        assertThat(verdict.namesBroken()).as(verdict.text()).isEmpty();
        assertThat(isFinished).as("all clients have seen the end").isTrue();
        assertThat(isAtRest).as("at rest").isTrue();
        assertThat(faults.failures()).isEmpty();
        figures.put(
                "messages sent again afterwards, of which none changed anything",
                "%,d".formatted(Replay.of(run, size.seed(), REST)));
        run.floods().run();
        figures.put("floods of 200 clients with room for 100", "4, exactly 100 accepted in each");
        report(run, faults, alone, verdict);
    }

    private static String upstreams(Evidence evidence) {
        var jobs = evidence.byId("api.job", "id");
        var states =
                evidence.accepted().entrySet().stream()
                        .filter(one -> Submission.isUpstream(one.getKey()))
                        .map(one -> jobs.get(one.getValue().getFirst().jobId()))
                        .filter(Objects::nonNull)
                        .collect(
                                Collectors.groupingBy(
                                        job -> job.text("state"),
                                        TreeMap::new,
                                        Collectors.counting()));
        return "%s, in their books %,d".formatted(states, evidence.bill().size());
    }

    private void report(Run run, Faults faults, SingleFaults alone, Verdict verdict) {
        var points =
                faults.reached().stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        var blows = faults.blows().done();
        figures.put(
                "kills",
                "%,d kill -9, %,d halts at %d crash points"
                        .formatted(
                                blows.entrySet().stream()
                                        .filter(blow -> blow.getKey().startsWith("kill"))
                                        .mapToInt(blow -> blow.getValue())
                                        .sum(),
                                faults.reached().size(),
                                points.size()));
        var text =
                GateReport.of(
                        figures, verdict, points, blows, alone.measured(), run.cluster().links());
        progress.say("the report:\n%s", text);
        try {
            Files.createDirectories(HOME.resolve("e2e/target"));
            Files.writeString(HOME.resolve("e2e/target/crash-gate.md"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String since(long begun) {
        return GateReport.seconds(Duration.ofNanos(System.nanoTime() - begun));
    }
}
