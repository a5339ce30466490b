package dev.reelay.e2e.crash;

import dev.reelay.e2e.crash.Schedule.Blow;
import dev.reelay.e2e.proxy.Link;
import dev.reelay.parts.Part;
import dev.reelay.parts.PartFailedException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.jdbi.v3.core.JdbiException;

/// Does one blow to a cluster, and starts again what died of it. Two blows never meet the same part
/// at once.
final class Blows {
    /// A start takes more than one processor, so they wait for each other.
    private static final int STARTS_AT_ONCE = 2;

    private static final int TRIES = 6;
    private static final int SUSPENDED_MILLIS = 7000;
    private static final int FLAWED_MILLIS = 5000;
    private static final int ECHOED = 500;

    private final Cluster cluster;
    private final History history;
    private final Databases databases;
    private final Semaphore starts = new Semaphore(STARTS_AT_ONCE);
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, String> armed = new ConcurrentHashMap<>();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();

    Blows(Cluster cluster, History history) {
        this.cluster = cluster;
        this.history = history;
        databases = new Databases(cluster);
    }

    /// How often each was done, by its name.
    Map<String, Integer> done() {
        return new TreeMap<>(done);
    }

    /// Those of its service that start from now on are halted at the point, until it is disarmed.
    void arm(String service, String point) {
        armed.put(service, point);
        cluster.replicas(service).forEach(r -> r.haltAt(point));
    }

    void disarm(String service) {
        armed.remove(service);
        cluster.replicas(service).forEach(Replica::disarm);
    }

    /// Returns when what it struck works again or is on its way to.
    void strike(Blow blow) {
        strike(blow, () -> {});
    }

    /// @param over called at the moment from which on nothing is done to the system any more: it is
    ///   killed, goes on, or its connections are sound
    void strike(Blow blow, Runnable over) {
        switch (blow.kind()) {
            case KILL -> kill(blow, over);
            case SUSPEND -> suspend(replica(blow), over);
            case SESSIONS -> endSessions(blow.on(), over);
            case CROWD -> crowd(over);
            case TOPIC -> deleteTopic(blow.number(), over);
            case ECHO -> echo(blow.number(), over);
            case FLAW -> {
                var links = cluster.links().to(blow.on());
                var link = links.get(blow.number() % links.size());
                spoil(link, blow, over);
            }
        }
        done.merge(blow.name(), 1, Integer::sum);
    }

    private void kill(Blow blow, Runnable over) {
        switch (blow.on()) {
            case "postgres" -> restart(cluster.postgres(), over);
            case "kafka" -> restart(cluster.kafka(), over);
            default -> kill(replica(blow), over);
        }
    }

    private Replica replica(Blow blow) {
        var replicas = cluster.replicas(blow.on());
        return replicas.get(blow.number() % replicas.size());
    }

    private void restart(Part server, Runnable over) {
        locked(
                server.name(),
                () -> {
                    history.fault("kill -9", server.name());
                    Cluster.kill(server);
                    over.run();
                    server.start();
                    history.fault("start", server.name());
                });
    }

    private void kill(Replica replica, Runnable over) {
        locked(
                replica.name(),
                () -> {
                    startIfMissing(replica);
                    history.fault("kill -9", replica.name());
                    replica.kill();
                    over.run();
                    start(replica);
                });
    }

    private void suspend(Replica replica, Runnable over) {
        locked(
                replica.name(),
                () -> {
                    startIfMissing(replica);
                    history.fault("SIGSTOP", replica.name());
                    replica.suspend();
                    pause(SUSPENDED_MILLIS);
                    replica.resume();
                    history.fault("SIGCONT", replica.name());
                    over.run();
                });
    }

    /// A database that is away has no sessions.
    private void endSessions(String service, Runnable over) {
        history.fault("end of sessions", service);
        try {
            databases.endSessions(service);
        } catch (JdbiException e) {
            history.fault("no sessions to end", service);
        }
        over.run();
    }

    private void crowd(Runnable over) {
        history.fault("no connection left", "postgres");
        try (var _ = databases.crowd()) {
            pause(FLAWED_MILLIS);
        }
        history.fault("connections again", "postgres");
        over.run();
    }

    /// A broker that is away has no topics.
    private void deleteTopic(int number, Runnable over) {
        try {
            history.fault("topic deleted", new Topics(cluster.broker()).delete(number));
        } catch (IllegalStateException e) {
            history.fault("no topic to delete", "kafka");
        }
        over.run();
    }

    /// Nothing comes again from a broker that is away.
    private void echo(int seed, Runnable over) {
        try {
            var sent = new Topics(cluster.broker()).echo(seed, ECHOED);
            history.fault(sent + " records again", "kafka");
        } catch (KafkaException e) {
            history.fault("no records to send again", "kafka");
        }
        over.run();
    }

    private void spoil(Link link, Blow blow, Runnable over) {
        locked(
                link.name(),
                () -> {
                    history.fault(blow.name(), link.name());
                    link.strike(Objects.requireNonNull(blow.flaw()));
                    pause(FLAWED_MILLIS);
                    link.heal();
                    history.fault("sound again", link.name());
                    over.run();
                });
    }

    /// Whether nobody is at work on this part.
    boolean isLeftAlone(String part) {
        return !lock(part).isLocked();
    }

    void startMissing(Replica replica) {
        locked(replica.name(), () -> startIfMissing(replica));
    }

    /// It has just been halted, or is so for longer; a blow must meet a living process.
    private void startIfMissing(Replica replica) {
        if (!replica.runs()) {
            start(replica);
        }
    }

    private void locked(String part, Runnable work) {
        lock(part).lock();
        try {
            work.run();
        } finally {
            lock(part).unlock();
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

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
