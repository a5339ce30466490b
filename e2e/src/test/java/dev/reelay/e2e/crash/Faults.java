package dev.reelay.e2e.crash;

import dev.reelay.crash.CrashPoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// Does a schedule to a cluster: for each service one thread that has its processes halted at their
/// points, and one that strikes at random. Whatever died is started again.
final class Faults {
    private static final Duration REACHED_WITHIN = Duration.ofSeconds(20);
    private static final int TRIES = 6;
    private static final long REST_AFTER_LAST = 500;
    private static final long LOOK_MILLIS = 50;
    private static final Duration BACK_WITHIN = Duration.ofMinutes(1);
    private static final Duration STILL = Duration.ofSeconds(20);
    private static final int ENDED_BETWEEN_BLOWS = 3;
    private static final int BLOWS_AT_ONCE = 4;
    private static final int DEATHS_AT_ONCE = Integer.getInteger("reelay.dying", 1);
    private static final long BETWEEN_POINTS = 4000;
    private static final long BETWEEN_ROUNDS = 1000;

    private final Cluster cluster;
    private final History history;
    private final Blows blows;
    private final List<String> reached = new CopyOnWriteArrayList<>();
    private final List<String> missed = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Semaphore deaths = new Semaphore(DEATHS_AT_ONCE);
    private final AtomicInteger struck = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();

    Faults(Cluster cluster, History history) {
        this.cluster = cluster;
        this.history = history;
        blows = new Blows(cluster, history);
    }

    void begin(Schedule schedule) {
        schedule.points()
                .forEach((service, points) -> begin("points", () -> haltEach(service, points)));
        begin("blows", () -> strikeEach(schedule.blows()));
    }

    /// Points and blows for so long. No process is killed while another that was starts again, no
    /// more than a few blows are done at once, and between two of them some jobs end: else a slow
    /// machine would do nothing but start. A blow for which there is no room then is left out.
    ///
    /// @param ended how many jobs have
    void begin(Storm storm, List<CrashPoint> points, Duration lasting, IntSupplier ended) {
        var end = System.nanoTime() + lasting.toNanos();
        begin("points", () -> haltOn(storm.shuffled(points), end));
        begin("blows", () -> strikeOn(storm, end, ended));
        begin("orchestrator", () -> startAnyMissing(end));
    }

    /// Nobody stays dead for long, whatever killed it.
    private void startAnyMissing(long end) {
        while (System.nanoTime() < end) {
            Schedule.SERVICES.stream().distinct().forEach(this::startMissing);
            Blows.pause(BETWEEN_ROUNDS);
        }
    }

    private void begin(String name, Runnable work) {
        working.incrementAndGet();
        Thread.ofVirtual()
                .name(name)
                .uncaughtExceptionHandler((_, e) -> failures.add(e))
                .start(
                        () -> {
                            try {
                                work.run();
                            } finally {
                                working.decrementAndGet();
                            }
                        });
    }

    /// What went wrong with the faults themselves.
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    boolean over() {
        return working.get() == 0;
    }

    /// Points at which a process was halted, in order.
    List<String> reached() {
        return List.copyOf(reached);
    }

    /// Points that no process came to.
    List<String> missed() {
        return List.copyOf(missed);
    }

    int struck() {
        return struck.get();
    }

    Blows blows() {
        return blows;
    }

    /// A point that nobody comes to now is tried again after the others.
    private void haltEach(String service, List<String> points) {
        var waiting = new ArrayDeque<>(points);
        var tries = new HashMap<String, Integer>();
        while (!waiting.isEmpty()) {
            var point = waiting.removeFirst();
            if (halted(service, point)) {
                reached.add(point);
            } else if (tries.merge(point, 1, Integer::sum) < TRIES) {
                waiting.addLast(point);
            } else {
                missed.add(point);
            }
        }
        settle(service);
    }

    /// One point after the other, round and round.
    private void haltOn(List<CrashPoint> points, long end) {
        for (var next = 0; System.nanoTime() < end; next++) {
            var point = points.get(next % points.size());
            deaths.acquireUninterruptibly();
            try {
                if (halted(point.service(), point.name())) {
                    reached.add(point.name());
                }
                awaitAll(point.service());
            } finally {
                deaths.release();
            }
            Blows.pause(BETWEEN_POINTS);
        }
        points.stream().map(CrashPoint::service).distinct().forEach(this::settle);
    }

    /// Whoever comes to a point may rest there for a moment before it dies, so for that long nobody
    /// is taken for well.
    private void awaitAll(String service) {
        var end = System.nanoTime() + BACK_WITHIN.toNanos();
        Blows.pause(REST_AFTER_LAST);
        while (System.nanoTime() < end
                && !cluster.replicas(service).stream()
                        .allMatch(r -> r.runs() && blows.isLeftAlone(r.name()))) {
            startMissing(service);
            Blows.pause(LOOK_MILLIS);
        }
    }

    private void settle(String service) {
        Blows.pause(REST_AFTER_LAST); // the last one may rest a moment before it dies
        startMissing(service);
    }

    /// Arms all replicas of the service; whoever comes there first dies, and is started again
    /// beside what follows.
    private boolean halted(String service, String point) {
        var replicas = cluster.replicas(service);
        var before = count(replicas, point);
        var end = System.nanoTime() + REACHED_WITHIN.toNanos();
        blows.arm(service, point);
        while (System.nanoTime() < end && count(replicas, point) == before) {
            startMissing(service);
            Blows.pause(LOOK_MILLIS);
        }
        blows.disarm(service);
        var halted = count(replicas, point) > before;
        if (halted) {
            history.fault("halt at " + point, service);
        }
        return halted;
    }

    private static long count(List<Replica> replicas, String point) {
        return replicas.stream().flatMap(r -> r.reached().stream()).filter(point::equals).count();
    }

    private void startMissing(String service) {
        cluster.replicas(service).stream()
                .filter(replica -> !replica.runs() && blows.isLeftAlone(replica.name()))
                .forEach(replica -> begin("start", () -> blows.startMissing(replica)));
    }

    /// One after the other, and none waits for what the last one killed.
    private void strikeEach(List<Schedule.Blow> schedule) {
        for (var blow : schedule) {
            Blows.pause(blow.waitMillis());
            begin("blow", () -> strike(blow));
        }
    }

    private void strikeOn(Storm storm, long end, IntSupplier ended) {
        var room = new Semaphore(BLOWS_AT_ONCE);
        while (System.nanoTime() < end) {
            var blow = storm.next();
            var before = ended.getAsInt();
            Blows.pause(blow.waitMillis());
            awaitMore(ended, before + ENDED_BETWEEN_BLOWS);
            var limit = isDeath(blow) ? deaths : room;
            if (limit.tryAcquire()) {
                begin(
                        "blow",
                        () -> {
                            try {
                                strike(blow);
                            } finally {
                                limit.release();
                            }
                        });
            }
        }
    }

    /// Nobody waits for ever: jobs that cannot end are the checker's to find.
    private static void awaitMore(IntSupplier ended, int wanted) {
        var giveUp = System.nanoTime() + STILL.toNanos();
        while (ended.getAsInt() < wanted && System.nanoTime() < giveUp) {
            Blows.pause(LOOK_MILLIS);
        }
    }

    private static boolean isDeath(Schedule.Blow blow) {
        return blow.kind() == Schedule.Kind.KILL && Schedule.SERVICES.contains(blow.on());
    }

    private void strike(Schedule.Blow blow) {
        blows.strike(blow);
        struck.incrementAndGet();
    }
}
