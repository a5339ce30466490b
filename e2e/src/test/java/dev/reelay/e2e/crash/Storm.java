package dev.reelay.e2e.crash;

import dev.reelay.crash.CrashPoint;
import dev.reelay.e2e.crash.Schedule.Blow;
import dev.reelay.e2e.crash.Schedule.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Blows and crash points without an end, as a seed has them. Not for two threads.
final class Storm {
    private static final List<String> SUSPENDED = List.of("worker", "api", "worker", "billing");
    private static final int KILLS = 68; // of a hundred
    private static final int SUSPENDS = 10;
    private static final int DATABASE_KILLS = 3;
    private static final int BROKER_KILLS = 3;
    private static final int SESSIONS = 3;
    private static final int CROWDS = 1;
    private static final int TOPICS = 1;
    private static final int ECHOES = 2;

    private final Random random;
    private final int meanMillis;

    /// @param meanMillis between two blows
    Storm(long seed, int meanMillis) {
        random = new Random(seed ^ 0x570a3);
        this.meanMillis = meanMillis;
    }

    Blow next() {
        var wait = random.nextInt(2 * meanMillis);
        var number = random.nextInt(1 << 16);
        var lot = random.nextInt(100);
        if ((lot -= KILLS) < 0) {
            return new Blow(Kind.KILL, any(Schedule.SERVICES), number, wait);
        }
        if ((lot -= SUSPENDS) < 0) {
            return new Blow(Kind.SUSPEND, any(SUSPENDED), number, wait);
        }
        if ((lot -= DATABASE_KILLS) < 0) {
            return new Blow(Kind.KILL, "postgres", number, wait);
        }
        if ((lot -= BROKER_KILLS) < 0) {
            return new Blow(Kind.KILL, "kafka", number, wait);
        }
        if ((lot -= SESSIONS) < 0) {
            return new Blow(Kind.SESSIONS, any(Schedule.SERVICES), number, wait);
        }
        if ((lot -= CROWDS) < 0) {
            return new Blow(Kind.CROWD, "postgres", number, wait);
        }
        if ((lot -= TOPICS) < 0) {
            return new Blow(Kind.TOPIC, "kafka", number, wait);
        }
        if (lot - ECHOES < 0) {
            return new Blow(Kind.ECHO, "kafka", number, wait);
        }
        var called = any(Schedule.CALLED);
        return new Blow(Kind.FLAW, called, number, wait, any(Links.flaws(called)));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// One blow of each kind that there is, in an order that the seed gives.
    List<Blow> oneOfEach() {
        var each = new ArrayList<Blow>();
        for (var service : List.of("api", "worker", "billing")) {
            each.add(single(Kind.KILL, service));
            each.add(single(Kind.SUSPEND, service));
            each.add(single(Kind.SESSIONS, service));
        }
        each.add(single(Kind.KILL, "postgres"));
        each.add(single(Kind.KILL, "kafka"));
        each.add(single(Kind.CROWD, "postgres"));
        each.add(single(Kind.TOPIC, "kafka"));
        each.add(single(Kind.ECHO, "kafka"));
        for (var called : Schedule.CALLED) {
            for (var flaw : Links.flaws(called)) {
                each.add(new Blow(Kind.FLAW, called, random.nextInt(1 << 16), 0, flaw));
            }
        }
        Collections.shuffle(each, random);
        return each;
    }

    private Blow single(Kind kind, String on) {
        return new Blow(kind, on, random.nextInt(1 << 16), 0);
    }

    /// The same points in an order that the seed gives.
    List<CrashPoint> shuffled(List<CrashPoint> points) {
        var order = new ArrayList<>(points);
        Collections.shuffle(order, random);
        return order;
    }
}
