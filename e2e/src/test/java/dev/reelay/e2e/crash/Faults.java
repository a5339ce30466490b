package dev.reelay.e2e.crash;

import dev.reelay.parts.Part;
import dev.reelay.parts.PartFailedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Does a schedule to a cluster: for each service one thread that has its processes halted at their
/// points, and one that strikes at random. Whatever died is started again.
final class Faults {
    /// A start takes more than one processor, so they wait for each other.
    private static final int STARTS_AT_ONCE = 2;

    private static final Duration REACHED_WITHIN = Duration.ofSeconds(20);
    private static final int TRIES = 6;
    private static final long REST_AFTER_LAST = 500;
    private static final long LOOK_MILLIS = 50;
    private static final int SUSPENDED_MILLIS = 7000;

    private final Cluster cluster;
    private final History history;
    private final Semaphore starts = new Semaphore(STARTS_AT_ONCE);
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final List<String> reached = new CopyOnWriteArrayList<>();
    private final List<String> missed = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger struck = new AtomicInteger();
    private final Map<String, String> armed = new ConcurrentHashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    Faults(Cluster cluster, History history) {
        this.cluster = cluster;
        this.history = history;
    }

    void begin(Schedule schedule) {
        schedule.points()
                .forEach((service, points) -> begin("points", () -> haltEach(service, points)));
        begin("blows", () -> strikeEach(schedule.blows()));
    }

    private void begin(String name, Runnable work) {
        threads.add(
                Thread.ofVirtual()
                        .name(name)
                        .uncaughtExceptionHandler((_, e) -> failures.add(e))
                        .start(work));
    }

    /// What went wrong with the faults themselves.
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    boolean over() {
        return threads.stream().noneMatch(Thread::isAlive);
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
        pause(REST_AFTER_LAST); // the last one may rest a moment before it dies
        startMissing(service);
    }

    /// Arms all replicas of the service; whoever comes there first dies, and is started again
    /// beside what follows.
    private boolean halted(String service, String point) {
        var replicas = cluster.replicas(service);
        var before = count(replicas, point);
        var end = System.nanoTime() + REACHED_WITHIN.toNanos();
        armed.put(service, point);
        replicas.forEach(r -> r.haltAt(point));
        while (System.nanoTime() < end && count(replicas, point) == before) {
            startMissing(service);
            pause(LOOK_MILLIS);
        }
        armed.remove(service);
        replicas.forEach(Replica::disarm);
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
                .filter(replica -> !replica.runs() && !lock(replica.name()).isLocked())
                .forEach(replica -> begin("start", () -> startIfMissing(replica)));
    }

    private void startIfMissing(Replica replica) {
        lock(replica.name()).lock();
        try {
            if (!replica.runs()) {
                start(replica);
            }
        } finally {
            lock(replica.name()).unlock();
        }
    }

    private ReentrantLock lock(String part) {
        return locks.computeIfAbsent(part, _ -> new ReentrantLock());
    }

    private void start(Replica replica) {
        starts.acquireUninterruptibly();
        try {
            startAgain(replica);
            history.fault("start", replica.name());
            var point = armed.get(replica.service());
            if (point != null) {
                replica.haltAt(point);
            }
        } finally {
            starts.release();
        }
    }

    /// Until it has started. One that comes to a point while it starts has been halted, as it was
    /// meant to be; other failures may be the database's, which is away now and then.
    private static void startAgain(Replica replica) {
        var failures = 0;
        while (true) {
            var reached = replica.reached().size();
            try {
                replica.start();
                return;
            } catch (PartFailedException e) {
                if (replica.reached().size() == reached && ++failures == TRIES) {
                    throw e;
                }
            }
        }
    }

    /// One after the other, and none waits for what the last one killed.
    private void strikeEach(List<Schedule.Blow> blows) {
        for (var blow : blows) {
            pause(blow.waitMillis());
            begin("blow", () -> strike(blow));
        }
    }

    private void strike(Schedule.Blow blow) {
        switch (blow.on()) {
            case "postgres" -> restart(cluster.postgres());
            case "kafka" -> restart(cluster.kafka());
            default -> strike(blow, cluster.replicas(blow.on()));
        }
        struck.incrementAndGet();
    }

    private void restart(Part server) {
        lock(server.name()).lock();
        try {
            history.fault("kill -9", server.name());
            Cluster.kill(server);
            server.start();
            history.fault("start", server.name());
        } finally {
            lock(server.name()).unlock();
        }
    }

    private void strike(Schedule.Blow blow, List<Replica> replicas) {
        var replica = replicas.get(blow.number() % replicas.size());
        lock(replica.name()).lock();
        try {
            if (!replica.runs()) {
                start(replica); // it has just been halted; a blow must meet a living process
            }
            switch (blow.kind()) {
                case KILL -> {
                    history.fault("kill -9", replica.name());
                    replica.kill();
                    start(replica);
                }
                case SUSPEND -> suspend(replica);
            }
        } finally {
            lock(replica.name()).unlock();
        }
    }

    private void suspend(Replica replica) {
        history.fault("SIGSTOP", replica.name());
        replica.suspend();
        pause(SUSPENDED_MILLIS);
        replica.resume();
        history.fault("SIGCONT", replica.name());
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
