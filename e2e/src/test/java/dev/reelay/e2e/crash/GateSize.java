package dev.reelay.e2e.crash;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long and how hard a run is. System properties: `reelay.jobs`, `reelay.kills`,
/// `reelay.minutes` (over which jobs and kills are spread), `reelay.seed`, and `reelay.shape` as
/// `apis,workers,billings`.
record GateSize(int jobs, int kills, Duration spread, long seed, Cluster.Shape shape) {
    static GateSize given() {
        var shape = System.getProperty("reelay.shape", "2,2,2").split(",", 3);
        return new GateSize(
                Integer.getInteger("reelay.jobs", 150),
                Integer.getInteger("reelay.kills", 15),
                Duration.ofSeconds(
                        (long)
                                (60
                                        * Double.parseDouble(
                                                System.getProperty("reelay.minutes", "1.3")))),
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
