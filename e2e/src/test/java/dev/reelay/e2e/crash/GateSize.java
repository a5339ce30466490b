package dev.reelay.e2e.crash;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long and how hard a run is. System properties: `reelay.jobs`, `reelay.kills`,
/// `reelay.minutes` (over which jobs and kills are spread), `reelay.seed`, and `reelay.shape` as
/// `apis,workers,billings`.
record GateSize(int jobs, int kills, Duration spread, long seed, Cluster.Shape shape) {
    /// What the properties say, or else these.
    static GateSize given(int jobs, int kills, double minutes) {
        var shape = System.getProperty("reelay.shape", "2,2,2").split(",", 3);
        return new GateSize(
                Integer.getInteger("reelay.jobs", jobs),
                Integer.getInteger("reelay.kills", kills),
                Duration.ofSeconds(
                        (long)
                                (60
                                        * Double.parseDouble(
                                                System.getProperty(
                                                        "reelay.minutes",
                                                        String.valueOf(minutes))))),
                Long.getLong("reelay.seed", ThreadLocalRandom.current().nextLong(1_000_000)),
                new Cluster.Shape(
                        Integer.parseInt(shape[0]),
                        Integer.parseInt(shape[1]),
                        Integer.parseInt(shape[2])));
    }

    Duration betweenJobs() {
        return spread.dividedBy(jobs);
    }

    /// Mean rest between two blows, beyond the shortest.
    int meanMillis() {
        return (int) Math.max(500, spread.toMillis() / (kills + 4) - Schedule.SHORTEST_MILLIS);
    }
}
