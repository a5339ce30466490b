package dev.reelay.e2e.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// What a stretch of time cost, by the counters of the servers and of the processes.
///
/// @param seconds its length
/// @param statements that PostgreSQL was sent, begin and commit among them
/// @param commits of the three services' databases, reads among them
/// @param walBytes that PostgreSQL wrote ahead
/// @param kafkaBytes that the broker kept
/// @param cpuMicros of each process
record Meter(
        double seconds,
        double statements,
        double commits,
        double walBytes,
        double kafkaBytes,
        Map<String, Double> cpuMicros) {

    /// The counters now, as a cost since their zero.
    static Meter read(Servers servers, Map<String, Long> pids) throws SQLException, IOException {
        var cpu = new TreeMap<String, Double>();
        for (var entry : pids.entrySet()) {
            cpu.put(entry.getKey(), cpuMicros(entry.getValue()));
        }
        return new Meter(
                System.nanoTime() / 1e9,
                servers.statements(),
                servers.commits(),
                servers.walBytes(),
                servers.kafkaBytes(),
                cpu);
    }

    /// A server's children work for it.
    private static double cpuMicros(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        var all = new java.util.ArrayList<>(process.descendants().toList());
        all.add(process);
        return all.stream()
                        .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
                        .mapToLong(Duration::toNanos)
                        .sum()
                / 1e3;
    }

    Meter since(Meter earlier) {
        return combine(earlier, 1, 1);
    }

    /// This without what the same time costs when nothing is asked, for each of so many jobs.
    Meter perJob(Meter idle, int jobs) {
        return combine(idle, seconds / idle.seconds, jobs);
    }

    private Meter combine(Meter other, double times, double parts) {
        var cpu = new TreeMap<String, Double>();
        cpuMicros.forEach(
                (name, micros) ->
                        cpu.put(
                                name,
                                (micros - other.cpuMicros.getOrDefault(name, 0.0) * times)
                                        / parts));
        return new Meter(
                (seconds - other.seconds * times) / parts,
                (statements - other.statements * times) / parts,
                (commits - other.commits * times) / parts,
                (walBytes - other.walBytes * times) / parts,
                (kafkaBytes - other.kafkaBytes * times) / parts,
                cpu);
    }
}
