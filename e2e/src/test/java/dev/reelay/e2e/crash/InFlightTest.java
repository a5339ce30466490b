package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.SimulatorControl;
import dev.reelay.e2e.SimulatorControl.Billed;
import dev.reelay.e2e.SimulatorControl.Prompt;
import dev.reelay.e2e.benchmark.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Many jobs at upstreams at once, on one worker: how late each end is seen, by how many calls, and
/// what that takes. It prints, and asserts only what is no matter of time. `-Dreelay.jobs` says how
/// many, `-Dreelay.render` how many seconds a render takes in the middle; a tenth of it is the
/// standard deviation. They are submitted evenly, the last before the first can have ended.
@Tag("long")
class InFlightTest {
    private static final int JOBS = Integer.getInteger("reelay.jobs", 10_000);
    private static final int RENDER_SECONDS = Integer.getInteger("reelay.render", 600);
    private static final double SPREAD = 0.1;
    private static final double SUBMITTED_WITHIN = 0.6;
    private static final int CLIENTS = 16;
    private static final long SEED = 7;
    private static final String STALLED = "vidu";
    private static final List<String> MODELS = List.copyOf(Upstreams.PRICES.keySet());

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final Progress progress = new Progress();

    /// A cluster with one of each service, as in production; the worker learns when to look.
    private Cluster cluster(String name) {
        return Cluster.in(
                folder.resolve(name),
                Setup.of(new Cluster.Shape(1, 1, 1))
                        .asInProduction()
                        .with(Map.of("REELAY_POLLING_LEARNED", "true"))
                        .withUpstreams());
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void when_many_are_in_flight_then_each_end_is_seen_soon_and_by_few_calls() throws Exception {
        try (var cluster = cluster("many")) {
            var run = new Flight(cluster, JOBS, RENDER_SECONDS, List.of());
            progress.say("%s\n%s", Machine.here().text(), Rendered.text(run.fly()));
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void when_one_upstream_never_answers_then_the_others_are_as_quick_as_ever() throws Exception {
        var jobs = Math.min(JOBS, 1000);
        var seconds = Math.min(RENDER_SECONDS, 60);
        Map<String, Rendered> usual;
        try (var cluster = cluster("usual")) {
            usual = new Flight(cluster, jobs, seconds, List.of()).fly();
        }
        var beside = new TreeMap<String, Rendered>();
        try (var cluster = cluster("beside")) {
            beside.putAll(new Flight(cluster, jobs, seconds, List.of(STALLED)).fly());
        }
        usual.remove(STALLED);
        progress.say("as ever\n%s", Rendered.text(usual));
        progress.say("beside one that never answers\n%s", Rendered.text(beside));
        usual.forEach(
                (vendor, before) ->
                        progress.say(
                                "%s: %.2f of the usual overhead",
                                vendor,
                                Objects.requireNonNull(beside.get(vendor)).meanMillis()
                                        / before.meanMillis()));
    }

    /// One run of many jobs.
    private final class Flight {
        private final Cluster cluster;
        private final int jobs;
        private final int seconds;
        private final List<String> stalled;
        private final Map<Prompt, Duration> renders = new LinkedHashMap<>();
        private final Databases databases;

        Flight(Cluster cluster, int jobs, int seconds, List<String> stalled) {
            this.cluster = cluster;
            this.jobs = jobs;
            this.seconds = seconds;
            this.stalled = stalled;
            cluster.start();
            databases = new Databases(cluster);
        }

        /// By vendor.
        Map<String, Rendered> fly() throws IOException, InterruptedException {
            var upstreams = cluster.upstreams().orElseThrow();
            try (var gateway = new Gateway(cluster.urls());
                    var simulator = new SimulatorControl(upstreams.url())) {
                upstreams.enterAccounts(gateway, cluster.adminToken(), jobs);
                submitAll(gateway, tenant(gateway));
                if (!stalled.isEmpty()) {
                    simulator.goWrong(stalls());
                }
                var worker = cluster.replicas("worker").getFirst();
                var pid = worker.pid();
                var cpuBefore = cpu(pid);
                var begun = System.nanoTime();
                progress.say(
                        "%d are submitted; live heap %d MB", jobs, new Jvm(pid).liveBytes() >> 20);
                awaitEnds();
                var elapsed = Duration.ofNanos(System.nanoTime() - begun);
                progress.say(
                        "all have ended after %d s; %.2f cores of the worker; live heap %d MB",
                        elapsed.toSeconds(),
                        (double) (cpu(pid).toMillis() - cpuBefore.toMillis()) / elapsed.toMillis(),
                        new Jvm(pid).liveBytes() >> 20);
                return rendered(simulator);
            }
        }

        /// From when it has accepted its share: connections are taken, and nothing ever comes back.
        private List<Map<String, ?>> stalls() {
            return stalled.stream()
                    .flatMap(
                            vendor ->
                                    Stream.of("submit", "poll", "cancel", "other")
                                            .<Map<String, ?>>map(
                                                    step ->
                                                            Map.of(
                                                                    "vendor", vendor,
                                                                    "step", step,
                                                                    "effect", "stall")))
                    .toList();
        }

        private Tenants.Tenant tenant(Gateway gateway) throws IOException {
            var plan =
                    gateway.put(
                            "/admin/v1/plans/in-flight",
                            cluster.adminToken(),
                            Map.of(
                                    "rank", 1000,
                                    "weight", 1,
                                    "jobs_at_once", jobs,
                                    "files_kept_seconds", 86_400));
            assertThat(plan.status()).as(plan.json().toString()).isEqualTo(200);
            return Tenants.make(gateway, cluster.adminToken(), "in-flight", "in-flight");
        }

        private void submitAll(Gateway gateway, Tenants.Tenant tenant) throws InterruptedException {
            var random = new Random(SEED);
            var bodies = new ArrayList<Map<String, Object>>();
            for (var number = 0; number < jobs; number++) {
                var deviation = Math.clamp(random.nextGaussian(), -3, 3) * SPREAD;
                var render = Duration.ofMillis((long) (seconds * 1000 * (1 + deviation)));
                var prompt =
                        "[simulator render=%dms clip=tiny] %d".formatted(render.toMillis(), number);
                renders.put(Prompt.of(prompt), render);
                bodies.add(Map.of("model", MODELS.get(number % MODELS.size()), "prompt", prompt));
            }
            var apart = (long) (seconds * 1e9 * SUBMITTED_WITHIN / jobs);
            try (var clients = Executors.newScheduledThreadPool(CLIENTS)) {
                for (var number = 0; number < jobs; number++) {
                    var body = bodies.get(number);
                    Runnable submit = () -> submit(gateway, tenant, body);
                    var unused = clients.schedule(submit, number * apart, TimeUnit.NANOSECONDS);
                }
                clients.shutdown();
                while (!clients.awaitTermination(10, TimeUnit.SECONDS)) {
                    progress.say("%s", states());
                }
            }
        }

        private void submit(Gateway gateway, Tenants.Tenant tenant, Map<String, Object> body) {
            try {
                var key = UUID.randomUUID().toString();
                var answer = gateway.post("/v1/videos", tenant.key(), key, body);
                assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Map<String, Long> states() {
            var states = new TreeMap<String, Long>();
            databases
                    .rows("worker", "select state, count(*) from execution group by state")
                    .forEach(row -> states.put(row.text("state"), row.number("count")));
            return states;
        }

        /// What goes to one that never answers is not waited for.
        private void awaitEnds() {
            var expected = stalled.isEmpty() ? jobs : jobs - jobs / MODELS.size();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(seconds).multipliedBy(2).plusMinutes(5))
                    .pollInterval(Duration.ofSeconds(10))
                    .until(
                            () -> {
                                var now = states();
                                progress.say("%s", now);
                                return now.getOrDefault("completed", 0L) >= expected;
                            });
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ends().size() >= expected);
        }

        /// When each job was shown as completed, by its prompt.
        private Map<Prompt, Instant> ends() {
            var ends = new LinkedHashMap<Prompt, Instant>();
            databases
                    .rows(
                            "api",
                            """
                            select j.spec ->> 'prompt' as prompt, e.created_at as ended
                              from event e join job j on j.id = e.job_id
                             where e.type = 'video.completed'
                            """)
                    .forEach(
                            row ->
                                    ends.put(
                                            Prompt.of(row.text("prompt")),
                                            row.at("ended").orElseThrow()));
            return ends;
        }

        private Map<String, Rendered> rendered(SimulatorControl simulator) {
            var books = simulator.bill();
            var lateness = new TreeMap<String, List<Long>>();
            ends().forEach(
                            (prompt, end) -> {
                                var tasks = books.getOrDefault(prompt, List.of());
                                assertThat(tasks).hasSize(1);
                                Billed task = tasks.getFirst();
                                var ready =
                                        task.time()
                                                .plus(Objects.requireNonNull(renders.get(prompt)));
                                lateness.computeIfAbsent(task.vendor(), _ -> new ArrayList<>())
                                        .add(Duration.between(ready, end).toMillis());
                            });
            var all = new TreeMap<String, Rendered>();
            lateness.forEach(
                    (vendor, late) -> all.put(vendor, Rendered.of(late, simulator.polls(vendor))));
            return all;
        }

        private static Duration cpu(long pid) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow();
        }
    }

    /// What became of a vendor's renders.
    ///
    /// @param meanMillis from the upstream's file to the completed job
    /// @param calls that asked for it, for each job
    private record Rendered(int jobs, double meanMillis, long p50, long p99, double calls) {
        static Rendered of(List<Long> lateness, long polls) {
            var sorted = lateness.stream().sorted().toList();
            var mean = sorted.stream().mapToLong(Long::longValue).average().orElseThrow();
            return new Rendered(
                    sorted.size(),
                    mean,
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() * 99 / 100),
                    (double) polls / sorted.size());
        }

        static String text(Map<String, Rendered> all) {
            var text = new StringBuilder("| vendor | jobs | mean ms | p50 | p99 | calls |\n");
            all.forEach(
                    (vendor, one) ->
                            text.append(
                                    "| %s | %d | %.0f | %d | %d | %.1f |%n"
                                            .formatted(
                                                    vendor,
                                                    one.jobs(),
                                                    one.meanMillis(),
                                                    one.p50(),
                                                    one.p99(),
                                                    one.calls())));
            return text.toString();
        }
    }
}
