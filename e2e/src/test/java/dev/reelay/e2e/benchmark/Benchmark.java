package dev.reelay.e2e.benchmark;

import dev.reelay.e2e.LocalSystem;
import dev.reelay.e2e.benchmark.Load.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures a fresh local installation and prints each rate beside the limit that the same machine
/// showed in the same run, as a ratio. Absolute figures say little about another machine.
@Command(name = "benchmark", mixinStandardHelpOptions = true)
public final class Benchmark implements Callable<Integer> {
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 32, 128);
    private static final int MOST = 128;
    private static final int SAMPLE = 200;

    /// As for a replica that holds many calls.
    private static final Map<String, String> WAITING = Map.of("REELAY_HEAP_API", "512m");

    private static final Duration DRAIN = Duration.ofMinutes(15);

    @Option(names = "--seconds", defaultValue = "5", description = "of each measurement")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "2000",
            description = "jobs before the first measurement, so that the compilers are done")
    private int warmUp;

    @Option(
            names = "--only",
            split = ",",
            defaultValue = "submits,polls,jobs,latency,content",
            description = "which measurements, of ${DEFAULT-VALUE},waiting,deliveries,fairness")
    private Set<String> only = Set.of();

    @Option(
            names = "--calls",
            split = ",",
            defaultValue = "1000,10000",
            description = "calls that wait at the same time, with --only waiting")
    private List<Integer> calls = List.of();

    @Option(
            names = "--backlog",
            defaultValue = "10000",
            description = "jobs of the one tenant, with --only fairness")
    private int backlog;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var data = Files.createTempDirectory("reelay-benchmark");
        say("starting a system of its own");
        try (var system = LocalSystem.start(data, settings());
                var servers = new Servers(data, system.port());
                var target =
                        Target.open(
                                system.env("REELAY_URL"), system.env("REELAY_ADMIN_TOKEN"), MOST)) {
            run(system, servers, target);
        }
        return 0;
    }

    private Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        if (only.contains("waiting")) {
            settings.putAll(WAITING);
        }
        if (only.contains("fairness")) {
            settings.putAll(Fairness.SETTINGS);
        }
        return settings;
    }

    private void run(LocalSystem system, Servers servers, Target target) throws Exception {
        var pids = pids(system);
        var memory = memory(pids);
        warm(servers, target);
        print("memory of the idle processes", List.of(memory));
        if (only.contains("submits")) {
            print("accepted submits", accepts(servers, target));
        }
        if (only.contains("polls")) {
            print("status polls", polls(servers, target));
        }
        if (only.contains("jobs")) {
            print("jobs to their end", List.of(ends(servers, target, pids)));
        }
        if (only.contains("latency")) {
            print("from submit to completed, one job at a time", List.of(alone(target)));
        }
        if (only.contains("content")) {
            print("content", content(servers, target));
        }
        if (only.contains("waiting")) {
            var api = new Jvm(pids.getOrDefault("api", 0L));
            var waiting = new Waiting(servers, target.url(), target.key(), api);
            for (var number : calls) {
                say(number + " calls that wait");
                print("calls that wait", List.of(waiting.measure(number)));
            }
        }
        if (only.contains("deliveries")) {
            var worker = new Jvm(pids.getOrDefault("worker", 0L));
            var round = Duration.ofSeconds(seconds * 4L);
            try (var deliveries = new Deliveries(servers, target, worker, round)) {
                print("deliveries of one worker", deliveries.measure());
            }
        }
        if (only.contains("fairness")) {
            var operator = target.as(system.env("REELAY_ADMIN_TOKEN"));
            var fairness = new Fairness(servers, operator, Duration.ofSeconds(seconds * 8L));
            print("20 quiet tenants beside one with a backlog", fairness.measure(backlog));
        }
    }

    private static Map<String, Long> pids(LocalSystem system) {
        var pids = new TreeMap<String, Long>();
        for (var part : List.of("api", "billing", "worker", "postgres", "kafka", "s3")) {
            pids.put(part, system.pid(part));
        }
        return pids;
    }

    private static String memory(Map<String, Long> pids) throws IOException {
        var text = new StringBuilder();
        for (var entry : pids.entrySet()) {
            var resident =
                    Files.readAllLines(Path.of("/proc/" + entry.getValue() + "/status")).stream()
                            .filter(line -> line.startsWith("VmRSS"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .sum();
            text.append(format("%s %d MB   ", entry.getKey(), resident / 1000));
        }
        return text.toString().strip();
    }

    private void warm(Servers servers, Target target) throws Exception {
        say("warming up with " + warmUp + " jobs");
        submit(target::submit, warmUp);
        drain(servers);
    }

    private List<String> accepts(Servers servers, Target target) throws Exception {
        var rows = new ArrayList<String>();
        for (var connections : CONNECTIONS) {
            say("submits on " + connections + " connections");
            var limit = measure(connections, servers::oneRowInsert);
            var seen = measure(connections, () -> target::submit);
            rows.add(row(connections, seen, limit, "one-row inserts"));
            drain(servers);
        }
        return rows;
    }

    private List<String> polls(Servers servers, Target target) throws Exception {
        var video = target.submit();
        drain(servers);
        var rows = new ArrayList<String>();
        for (var connections : CONNECTIONS) {
            say("polls on " + connections + " connections");
            var limit = measure(connections, servers::oneRowRead);
            var seen = measure(connections, () -> () -> target.status(video));
            rows.add(row(connections, seen, limit, "one-row reads"));
        }
        return rows;
    }

    private Seen measure(int connections, Load.Connections open) throws InterruptedException {
        return Load.run(connections, Duration.ofSeconds(seconds), open);
    }

    private static String row(int connections, Seen seen, Seen limit, String of) {
        return format(
                "%4d connections  %,8.0f /s   p50 %6.1f ms   p99 %6.1f ms   %5.3f of %,.0f %s/s%s",
                connections,
                seen.perSecond(),
                seen.p50(),
                seen.p99(),
                seen.perSecond() / limit.perSecond(),
                limit.perSecond(),
                of,
                seen.failures() == 0 ? "" : "   FAILED " + seen.failures());
    }

    private String ends(Servers servers, Target target, Map<String, Long> pids) throws Exception {
        say("the costs of idling, then " + SAMPLE + " jobs to their end");
        servers.countStatements(true);
        try {
            var start = Meter.read(servers, pids);
            TimeUnit.SECONDS.sleep(seconds);
            var idle = Meter.read(servers, pids).since(start);
            var before = Meter.read(servers, pids);
            submit(target::submit, SAMPLE);
            drain(servers);
            var spent = Meter.read(servers, pids).since(before);
            var job = spent.perJob(idle, SAMPLE);
            return format(
                    "%.1f jobs/s   each: %.1f statements, %.1f commits, %.1f kB of WAL, %.1f kB in"
                            + " Kafka%n  CPU each: %s",
                    SAMPLE / spent.seconds(),
                    job.statements(),
                    job.commits(),
                    job.walBytes() / 1e3,
                    job.kafkaBytes() / 1e3,
                    cpu(job));
        } finally {
            servers.countStatements(false);
        }
    }

    private static String cpu(Meter job) {
        var text = new StringBuilder();
        job.cpuMicros()
                .forEach((name, micros) -> text.append(format("%s %,.0f us   ", name, micros)));
        return text.toString().strip();
    }

    /// Does the same so often, as sixteen callers.
    static void submit(Callable<?> one, int jobs) throws InterruptedException {
        var left = new ConcurrentLinkedQueue<Integer>();
        for (var i = 0; i < jobs; i++) {
            left.add(i);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 16; i++) {
                threads.submit(
                        () -> {
                            while (left.poll() != null) {
                                one.call();
                            }
                            return null;
                        });
            }
        }
    }

    private static String alone(Target target) throws Exception {
        say("jobs one at a time");
        var times = new ArrayList<Double>();
        for (var i = 0; i < 20; i++) {
            var from = System.nanoTime();
            var video = target.submit();
            while (!target.status(video).equals("completed")) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            times.add((System.nanoTime() - from) / 1e6);
        }
        times.sort(null);
        return format("p50 %.0f ms   most %.0f ms", times.get(10), times.getLast());
    }

    private List<String> content(Servers servers, Target target) throws Exception {
        var video = target.longClip();
        drain(servers);
        var key = servers.newestClip();
        var size = servers.read(key);
        var rows = new ArrayList<String>();
        for (var connections : List.of(1, 8)) {
            say("downloads on " + connections + " connections");
            var limit = measure(connections, () -> () -> servers.read(key));
            var seen = measure(connections, () -> () -> target.content(video));
            rows.add(
                    format(
                            "%4d connections  %,8.1f MB/s   %5.3f of %,.1f MB/s read from the store"
                                    + "   (a file of %.1f MB)%s",
                            connections,
                            seen.perSecond() * size / 1e6,
                            seen.perSecond() / limit.perSecond(),
                            limit.perSecond() * size / 1e6,
                            size / 1e6,
                            seen.failures() == 0 ? "" : "   FAILED " + seen.failures()));
        }
        return rows;
    }

    /// Waits until every job has ended.
    private static void drain(Servers servers) throws SQLException, InterruptedException {
        var giveUp = System.nanoTime() + DRAIN.toNanos();
        for (var open = servers.open(); open > 0; open = servers.open()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(open + " jobs have not ended in " + DRAIN);
            }
            System.err.printf("\r  [..] %d jobs still open   ", open);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        System.err.print("\r                                  \r");
    }

    private static void say(String what) {
        System.err.println("  [..] " + what);
    }

    private static void print(String title, List<String> rows) {
        System.out.println(title);
        rows.forEach(row -> System.out.println("  " + row));
        System.out.println();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
