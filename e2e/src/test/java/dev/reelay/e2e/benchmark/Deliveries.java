package dev.reelay.e2e.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// How a worker delivers to receivers in this process: how many a second, how soon, in how much
/// memory, and what one receiver that hangs costs the others. Events come on the worker's topic, as
/// the api hands them over.
final class Deliveries implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "tenant.events";
    private static final int TENANTS = 100;
    private static final int WARM_UP = 5000;
    private static final int MANY = 20_000;
    private static final int PENDING = 100_000;
    private static final int A_SECOND = 100;
    private static final int HANGING_A_SECOND = 10;
    private static final int ROUNDS = 3;
    private static final int JOBS = 100;
    private static final int JOBS_A_SECOND = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Servers servers;
    private final Target target;
    private final Jvm worker;
    private final Duration round;
    private final Sink sink = new Sink();
    private final KafkaProducer<String, String> topic;
    private final List<UUID> tenants = Stream.generate(UUID::randomUUID).limit(TENANTS).toList();

    /// @param round how long each stretch of steady load lasts
    Deliveries(Servers servers, Target target, Jvm worker, Duration round) throws IOException {
        this.servers = servers;
        this.target = target;
        this.worker = worker;
        this.round = round;
        topic =
                new KafkaProducer<>(
                        new HashMap<String, Object>(servers.broker()),
                        new StringSerializer(),
                        new StringSerializer());
    }

    List<String> measure() throws Exception {
        var rows = new ArrayList<String>();
        throughput(WARM_UP);
        say("many at once");
        rows.add(throughput(MANY));
        say("ends of jobs");
        rows.add(told("after the end of a job, %d a second".formatted(JOBS_A_SECOND), ends()));
        rows.addAll(besideOneThatHangs());
        rows.addAll(pending());
        return rows;
    }

    private static void say(String what) {
        System.err.println("  [..] deliveries: " + what);
    }

    private String throughput(int count) throws Exception {
        var names = new ArrayList<String>();
        for (var number = 0; number < count; number++) {
            names.add(send(tenants.get(number % TENANTS), "well"));
        }
        topic.flush();
        var times = arrivals(names).stream().sorted().toList();
        var seconds = Duration.between(times.getFirst(), times.getLast()).toMillis() / 1e3;
        return format(
                "%,d to %d hosts: %,.0f /s, each a row, a connection and an attempt kept",
                count, TENANTS, count / seconds);
    }

    /// How long after the worker ended a job its first attempt was there.
    private Histogram ends() throws Exception {
        var keys = new ArrayList<String>();
        pace(
                Duration.ofSeconds(JOBS / JOBS_A_SECOND),
                JOBS_A_SECOND,
                _ -> {
                    var key = UUID.randomUUID().toString();
                    target.submit(key, sink.well(key));
                    keys.add(key);
                });
        arrivals(keys);
        var ends = servers.ends(keys);
        var delays = new Histogram(3);
        ends.forEach((key, end) -> delays.recordValue(since(end, key)));
        return delays;
    }

    private List<String> besideOneThatHangs() throws Exception {
        var alone = new Histogram(3);
        var beside = new Histogram(3);
        for (var number = 0; number < ROUNDS; number++) {
            say("steady load, round " + (number + 1));
            alone.add(steady(0));
            sink.hangAgain();
            beside.add(steady(HANGING_A_SECOND));
            sink.giveUp();
            awaitNothingDue();
        }
        return List.of(
                told("%d a second to %d hosts".formatted(A_SECOND, TENANTS), alone),
                told("the same, while one more hangs for 30 s", beside),
                format(
                        "  p95 beside one that hangs: %.3f of that without",
                        (double) beside.getValueAtPercentile(95) / alone.getValueAtPercentile(95)));
    }

    /// From handing an event over to its arrival.
    ///
    /// @param hanging events a second for one more tenant, whose receiver hangs
    private Histogram steady(int hanging) throws Exception {
        var stuck = UUID.randomUUID();
        var sent = new HashMap<String, Instant>();
        pace(
                round,
                A_SECOND,
                number -> {
                    var at = Instant.now();
                    sent.put(send(tenants.get(number % TENANTS), "well"), at);
                    if (hanging > 0 && number % (A_SECOND / hanging) == 0) {
                        send(stuck, "hang");
                    }
                });
        arrivals(sent.keySet());
        var delays = new Histogram(3);
        sent.forEach((name, at) -> delays.recordValue(since(at, name)));
        return delays;
    }

    private List<String> pending() throws Exception {
        sink.hangAgain();
        var heap = worker.liveBytes();
        var resident = worker.status("VmRSS");
        say(PENDING + " that nobody takes");
        var stuck = UUID.randomUUID();
        for (var number = 0; number < PENDING; number++) {
            send(stuck, "hang");
        }
        await(() -> due() >= PENDING);
        var row =
                format(
                        "%,d pending: %.1f MB more heap in use, %d MB more resident (%d MB in all)",
                        PENDING,
                        (worker.liveBytes() - heap) / 1e6,
                        (worker.status("VmRSS") - resident) / 1000,
                        worker.status("VmRSS") / 1000);
        say("steady load beside them");
        return List.of(
                row,
                told("%d a second to %d others".formatted(A_SECOND, TENANTS), steady(0)),
                throughput(MANY / 4));
    }

    /// Hands an event over; its name, by which it arrives.
    private String send(UUID tenant, String manner) throws JsonProcessingException {
        var id = "evt_" + UUID.randomUUID().toString().replace("-", "");
        var video = "video_" + UUID.randomUUID().toString().replace("-", "");
        var url = manner.equals("well") ? sink.well(id) : sink.hanging(id);
        var body =
                JSON.writeValueAsString(
                        Map.of(
                                "id",
                                id,
                                "object",
                                "event",
                                "type",
                                "video.completed",
                                "created_at",
                                Instant.now().getEpochSecond(),
                                "data",
                                Map.of("id", video, "object", "video")));
        var event =
                Map.of(
                        "id",
                        id,
                        "tenant",
                        tenant,
                        "type",
                        "video.completed",
                        "job",
                        UUID.randomUUID(),
                        "body",
                        body,
                        "callback",
                        Map.of("url", url));
        var record = new ProducerRecord<>(TOPIC, tenant.toString(), JSON.writeValueAsString(event));
        var _ = topic.send(record);
        return id;
    }

    /// One step of a steady load.
    private interface Step {
        void run(int number) throws Exception;
    }

    private static void pace(Duration time, int aSecond, Step step) throws Exception {
        var begin = System.nanoTime();
        var count = (int) (time.toSeconds() * aSecond);
        for (var number = 0; number < count; number++) {
            var wait = begin + TimeUnit.SECONDS.toNanos(number) / aSecond - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
            step.run(number);
        }
    }

    private Collection<Instant> arrivals(Collection<String> names) throws Exception {
        await(() -> sink.came().keySet().containsAll(names));
        return names.stream().map(sink.came()::get).toList();
    }

    /// In microseconds.
    private long since(Instant from, String name) {
        var at = sink.came().getOrDefault(name, from);
        return Math.max(0, Duration.between(from, at).toNanos() / 1000);
    }

    private void awaitNothingDue() throws InterruptedException {
        await(() -> due() == 0);
    }

    private long due() {
        try {
            return servers.dueDeliveries();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier isSo) throws InterruptedException {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("deliveries do not arrive");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String told(String what, Histogram delays) {
        return format(
                "%s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms (%d)",
                what,
                delays.getValueAtPercentile(50) / 1e3,
                delays.getValueAtPercentile(95) / 1e3,
                delays.getValueAtPercentile(99) / 1e3,
                delays.getMaxValue() / 1e3,
                delays.getTotalCount());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    @Override
    public void close() {
        topic.close(Duration.ofSeconds(1));
        sink.close();
    }
}
