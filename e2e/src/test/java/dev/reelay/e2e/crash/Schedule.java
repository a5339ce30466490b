package dev.reelay.e2e.crash;

import dev.reelay.crash.CrashPoint;
import dev.reelay.e2e.proxy.Flaw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is done to a system in a run: all of it follows from the seed.
///
/// @param points for each service the crash points in their order
/// @param blows kills and stops, one after the other
record Schedule(Map<String, List<String>> points, List<Blow> blows) {
    /// What is done to a replica, a server or a link.
    enum Kind {
        /// `kill -9` and a new start.
        KILL,
        /// `SIGSTOP` for longer than a lease, then `SIGCONT`.
        SUSPEND,
        /// All sessions of a service at the database are ended.
        SESSIONS,
        /// All connections that the database allows are taken for a while.
        CROWD,
        /// A topic is deleted with all that it had, as by a broker that lost its disk.
        TOPIC,
        /// Records of all topics come again, in another order.
        ECHO,
        /// All connections of a link have a flaw for a while.
        FLAW
    }

    /// @param on a service, `postgres` or `kafka`; of a flaw, who is called over the link
    /// @param number which of its replicas, links or topics, modulo their count
    /// @param waitMillis rest before it
    /// @param flaw of a link
    record Blow(Kind kind, String on, int number, int waitMillis, @Nullable Flaw flaw) {
        Blow(Kind kind, String on, int number, int waitMillis) {
            this(kind, on, number, waitMillis, null);
        }

        /// What it is, whichever replica or link it meets.
        String name() {
            return switch (kind) {
                case KILL -> "kill -9 of " + on;
                case SUSPEND -> "SIGSTOP of " + on;
                case SESSIONS -> "sessions of " + on + " ended";
                case CROWD -> "no connection left at postgres";
                case TOPIC -> "a topic of kafka deleted";
                case ECHO -> "records of kafka again";
                case FLAW -> words(String.valueOf(flaw)) + " to " + on;
            };
        }

        private static String words(String constant) {
            return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static final List<String> SERVICES = List.of("worker", "api", "worker", "billing", "api");
    static final List<String> CALLED =
            List.of("postgres", "kafka", "s3", "billing", "worker", "receivers", Upstreams.CALLED);

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
        return new Schedule(byService(order), blows);
    }

    private static TreeMap<String, List<String>> byService(List<CrashPoint> order) {
        return order.stream()
                .collect(
                        Collectors.groupingBy(
                                CrashPoint::service,
                                TreeMap::new,
                                Collectors.mapping(CrashPoint::name, Collectors.toList())));
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
                        .collect(
                                Collectors.groupingBy(
                                        Blow::name, TreeMap::new, Collectors.counting()))
                + " and points "
                + points;
    }
}
