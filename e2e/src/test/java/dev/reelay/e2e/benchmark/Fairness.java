package dev.reelay.e2e.benchmark;

import java.io.IOException;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Twenty tenants who each submit a job now and then, alone and then beside one who has queued
/// thousands: how long theirs take from acceptance to the start of the render.
final class Fairness {
    /// So few slots that the backlog outlives the measurement.
    static final Map<String, String> SETTINGS = Map.of("REELAY_PROVIDERS_SANDBOX_SLOTS", "16");

    private static final int QUIET = 20;
    private static final int SECONDS_OF_A_JOB = 2;
    private static final Duration BETWEEN = Duration.ofSeconds(8); // a third of the slots
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String PLAN = "benchmark-even";

    private final Servers servers;
    private final Target operator;
    private final Duration round;

    /// @param round how long the quiet ones go on, each time
    Fairness(Servers servers, Target operator, Duration round) {
        this.servers = servers;
        this.operator = operator;
        this.round = round;
    }

    List<String> measure(int backlog) throws Exception {
        operator.evenPlan(PLAN);
        var quiet = new ArrayList<Target>();
        for (var i = 0; i < QUIET; i++) {
            quiet.add(operator.tenant(PLAN));
        }
        var alone = waits(quiet);
        var noisy = operator.tenant(PLAN);
        Benchmark.submit(() -> noisy.submit(SECONDS_OF_A_JOB), backlog);
        var before = awaitQueued(backlog * 9L / 10);
        var beside = waits(quiet);
        var after = servers.queued();
        var most = Math.max(2000, 1.5 * p95(alone));
        return List.of(
                told("alone", alone),
                told(String.format(Locale.ROOT, "beside %,d to %,d", before, after), beside),
                String.format(
                        Locale.ROOT,
                        "p95 beside it %.0f ms, at most %.0f ms wanted: %s",
                        p95(beside),
                        most,
                        p95(beside) <= most ? "kept" : "NOT KEPT"));
    }

    private long awaitQueued(long least) throws SQLException, InterruptedException {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        for (var queued = servers.queued(); ; queued = servers.queued()) {
            if (queued >= least) {
                return queued;
            }
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("only " + queued + " are queued");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /// Each submits at its own moment of the interval.
    private List<Double> waits(List<Target> quiet) throws Exception {
        var jobs = new ConcurrentLinkedQueue<UUID>();
        var until = System.nanoTime() + round.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tenants = new ArrayList<Future<?>>();
            for (var i = 0; i < quiet.size(); i++) {
                var tenant = quiet.get(i);
                var first = BETWEEN.toMillis() * i / quiet.size();
                tenants.add(
                        threads.submit(
                                () -> {
                                    TimeUnit.MILLISECONDS.sleep(first);
                                    while (System.nanoTime() < until) {
                                        jobs.add(job(tenant));
                                        TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
                                    }
                                    return null;
                                }));
            }
            for (var tenant : tenants) {
                tenant.get();
            }
        }
        return awaitStarted(List.copyOf(jobs));
    }

    private static UUID job(Target tenant) throws IOException {
        var digits = tenant.submit(SECONDS_OF_A_JOB).replace("video_", "");
        var bits = new BigInteger(digits, 16);
        return new UUID(bits.shiftRight(64).longValue(), bits.longValue());
    }

    private List<Double> awaitStarted(List<UUID> jobs) throws SQLException, InterruptedException {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var waits = servers.waits(jobs);
            if (waits.size() == jobs.size()) {
                return waits;
            }
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("some of the quiet tenants' jobs never start");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static String told(String when, List<Double> waits) {
        return String.format(
                Locale.ROOT,
                "%-24s %4d jobs   p50 %6.0f ms   p95 %6.0f ms   most %6.0f ms",
                when,
                waits.size(),
                at(waits, 0.5),
                p95(waits),
                waits.getLast());
    }

    private static double p95(List<Double> waits) {
        return at(waits, 0.95);
    }

    private static double at(List<Double> sorted, double part) {
        return sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
    }
}
