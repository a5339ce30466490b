package dev.reelay.e2e.crash;

import dev.reelay.crash.CrashPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is done to a system in a run: all of it follows from the seed.
///
/// @param points for each service the crash points in their order
/// @param blows kills and stops, one after the other
record Schedule(Map<String, List<String>> points, List<Blow> blows) {
    /// What is done to a replica, or to a server.
    enum Kind {
        /// `kill -9` and a new start.
        KILL,
        /// `SIGSTOP` for longer than a lease, then `SIGCONT`.
        SUSPEND
    }

    /// @param on a service, `postgres` or `kafka`
    /// @param number which of its replicas, modulo their count
    /// @param waitMillis rest before it
    record Blow(Kind kind, String on, int number, int waitMillis) {}

    private static final List<String> SERVICES =
            List.of("worker", "api", "worker", "billing", "api");

    /// Between two blows.
    static final int SHORTEST_MILLIS = 1000;

    /// @param kills kills of services; to these come two stops, one kill of the database and one of
    ///   the broker for each fifteen
    /// @param meanMillis between two blows
    static Schedule of(long seed, List<CrashPoint> points, int kills, int meanMillis) {
        var random = new Random(seed ^ 0x5eed);
        var order = new ArrayList<>(points);
        Collections.shuffle(order, random);
        var blows = new ArrayList<Blow>();
        for (var kill = 0; kill < kills; kill++) {
            blows.add(blow(random, Kind.KILL, SERVICES.get(kill % SERVICES.size()), meanMillis));
        }
        for (var round = 0; round < Math.max(1, kills / 15); round++) {
            blows.add(blow(random, Kind.KILL, "postgres", meanMillis));
            blows.add(blow(random, Kind.KILL, "kafka", meanMillis));
            blows.add(blow(random, Kind.SUSPEND, "worker", meanMillis));
            blows.add(blow(random, Kind.SUSPEND, "api", meanMillis));
        }
        Collections.shuffle(blows, random);
        return new Schedule(
                order.stream()
                        .collect(
                                Collectors.groupingBy(
                                        CrashPoint::service,
                                        TreeMap::new,
                                        Collectors.mapping(CrashPoint::name, Collectors.toList()))),
                blows);
    }

    private static Blow blow(Random random, Kind kind, String on, int meanMillis) {
        return new Blow(
                kind,
                on,
                random.nextInt(1 << 16),
                SHORTEST_MILLIS + random.nextInt(2 * meanMillis));
    }

    /// How often each part is struck, for a person to read.
    String summary() {
        return blows.stream()
                        .map(b -> b.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + b.on())
                        .collect(
                                Collectors.groupingBy(
                                        Function.identity(), TreeMap::new, Collectors.counting()))
                + " and points "
                + points;
    }
}
