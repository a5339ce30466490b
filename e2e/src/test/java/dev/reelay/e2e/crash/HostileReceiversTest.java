package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.crash.Schedule.Blow;
import dev.reelay.e2e.crash.Schedule.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Receivers hang, fail, send elsewhere, talk without end, and the senders are killed all the time:
/// whoever is well or gets well is told of every end. `-Dreelay.jobs` says of how many.
@Tag("long")
class HostileReceiversTest {
    private static final int JOBS = Integer.getInteger("reelay.jobs", 2000);
    private static final int KILLS = Integer.getInteger("reelay.kills", 20);
    private static final int AT_ONCE = 8;
    private static final int FAILS = 9;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long MOST_TAKEN = 8_000_000;
    private static final List<String> WELL = List.of("well", "healing");

    @TempDir Path folder;

    private final Map<UUID, String> mannerByJob = new ConcurrentHashMap<>();

    @Test
    void when_receivers_are_hostile_and_senders_die_then_each_well_one_is_told_of_each_end() {
        // The whole ladder of repeats takes less than a minute.
        var waits = Map.of("REELAY_WEBHOOK_TIME_SCALE", "0.0002");
        var shape = new Cluster.Shape(1, 2, 1);
        try (var run = Run.start(Cluster.in(folder, Setup.of(shape).with(waits)));
                var canary = HostileReceiver.open(HostileReceiver.plain());
                var hostile = new Hostile(canary);
                var healing =
                        new Receiver(run.tenants(), run.history(), (_, seen) -> seen < FAILS)) {
            var faults = new Faults(run.cluster(), run.history());
            faults.begin(kills());
            submit(run, healing, hostile);
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(
                            () ->
                                    faults.over()
                                            && toldOf(run.receiver()).containsAll(jobs("well"))
                                            && toldOf(healing).containsAll(jobs("healing")));
            assertThat(faults.failures()).isEmpty();
            Awaitility.await().atMost(LIMIT).until(() -> isRecorded(run));

            report(run, hostile, healing, faults);
            assertMessages(run.receiver(), 1);
            assertMessages(healing, FAILS + 1);
            assertThat(canary.connections()).as("redirects that were followed").isZero();
            assertThat(hostile.of("talkative").sent())
                    .as("taken from who talks without end")
                    .isLessThan(MOST_TAKEN * hostile.of("talkative").connections());
            for (var manner : List.of("talkative", "packed")) {
                assertThat(states(run).getOrDefault(manner, Map.of()).keySet())
                        .containsExactly("delivered");
            }
            assertThat(states(run).getOrDefault("gone", Map.of()).keySet())
                    .containsExactly("exhausted");
        }
    }

    /// Receivers that never take anything as they should.
    private static final class Hostile implements AutoCloseable {
        private final Map<String, HostileReceiver> byManner = new LinkedHashMap<>();

        Hostile(HostileReceiver canary) {
            open("hanging", HostileReceiver.hanging());
            open("resetting", HostileReceiver.resetting());
            open("gone", HostileReceiver.answering("410 Gone"));
            open("talkative", HostileReceiver.talkative());
            open("packed", HostileReceiver.packed());
            open("dripping", HostileReceiver.dripping());
            open("not-tls", HostileReceiver.plain());
            open(
                    "elsewhere",
                    HostileReceiver.answering("307 Temporary", "Location: " + canary.url("http")));
            open(
                    "metadata",
                    HostileReceiver.answering(
                            "302 Found", "Location: http://169.254.169.254/latest/meta-data/"));
        }

        private void open(String name, HostileReceiver.Manner manner) {
            byManner.put(name, HostileReceiver.open(manner));
        }

        HostileReceiver of(String manner) {
            return Objects.requireNonNull(byManner.get(manner), manner);
        }

        String url(String manner) {
            return of(manner).url(manner.equals("not-tls") ? "https" : "http");
        }

        List<String> manners() {
            return List.copyOf(byManner.keySet());
        }

        @Override
        public void close() {
            byManner.values().forEach(HostileReceiver::close);
        }
    }

    private static Schedule kills() {
        var blows =
                IntStream.range(0, KILLS)
                        .mapToObj(number -> new Blow(Kind.KILL, "worker", number, 3000))
                        .toList();
        return new Schedule(Map.of(), blows);
    }

    private void submit(Run run, Receiver healing, Hostile hostile) {
        try (var gateway = new Gateway(run.cluster().urls());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var client = 0; client < AT_ONCE; client++) {
                var first = client;
                threads.execute(
                        () -> {
                            for (var number = first; number < JOBS; number += AT_ONCE) {
                                submit(run, gateway, healing, hostile, number);
                            }
                        });
            }
        }
        assertThat(mannerByJob).as("accepted").hasSize(JOBS);
    }

    /// A half of all goes to receivers that are well or get well.
    private void submit(Run run, Gateway gateway, Receiver healing, Hostile hostile, int number) {
        var manner =
                number % 2 == 0
                        ? WELL.get(number / 2 % 2)
                        : hostile.manners().get(number / 2 % hostile.manners().size());
        var submission = Submission.plain("h" + number, true, "");
        var url =
                switch (manner) {
                    case "well" -> run.receiver().url(submission);
                    case "healing" -> healing.url(submission);
                    default -> hostile.url(manner);
                };
        mannerByJob.put(accepted(run, gateway, submission, url), manner);
    }

    private static UUID accepted(Run run, Gateway gateway, Submission submission, String url) {
        var key = run.tenants().getFirst().key();
        var end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            try {
                var answer =
                        gateway.post("/v1/videos", key, submission.key(), submission.body(url));
                if (answer.status() == 200) {
                    return Evidence.job(answer.json().path("id").asText());
                }
                assertThat(answer.status())
                        .as(() -> answer.json().toString())
                        .isIn(409, 429, 500, 503);
            } catch (IOException e) {
                run.history().add(History.Type.UNKNOWN, "submit", submission.key(), null, "" + e);
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
        throw new IllegalStateException("not accepted: " + submission.key());
    }

    private List<UUID> jobs(String manner) {
        return mannerByJob.entrySet().stream()
                .filter(entry -> entry.getValue().equals(manner))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static HashSet<UUID> toldOf(Receiver receiver) {
        return receiver.messages().stream()
                .filter(Receiver::isTaken)
                .map(message -> Evidence.job(message.video()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /// Each message verifies and is the same every time, and was tried as often as it had to be.
    private static void assertMessages(Receiver receiver, int least) {
        assertThat(receiver.messages()).isNotEmpty().allMatch(Receiver.Message::verified);
        receiver.messages().stream()
                .collect(Collectors.groupingBy(Receiver.Message::video))
                .values()
                .forEach(
                        sent -> {
                            assertThat(sent).hasSizeGreaterThanOrEqualTo(least);
                            assertThat(sent)
                                    .extracting(Receiver.Message::id)
                                    .containsOnly(sent.getFirst().id());
                            assertThat(sent)
                                    .extracting(Receiver.Message::body)
                                    .containsOnly(sent.getFirst().body());
                        });
    }

    /// Whether the senders have written down what came of all but what never answers.
    private boolean isRecorded(Run run) {
        return states(run).entrySet().stream()
                .filter(entry -> !List.of("hanging", "dripping").contains(entry.getKey()))
                .allMatch(
                        entry ->
                                List.of("delivered", "exhausted")
                                        .containsAll(entry.getValue().keySet()));
    }

    /// How many deliveries are in which state, by the receivers' manner.
    private Map<String, Map<String, Long>> states(Run run) {
        return run.databases().rows("worker", "select job_id, state from delivery").stream()
                .collect(
                        Collectors.groupingBy(
                                row -> mannerByJob.get(row.id("job_id")),
                                TreeMap::new,
                                Collectors.groupingBy(
                                        row -> row.text("state"),
                                        TreeMap::new,
                                        Collectors.counting())));
    }

    private void report(Run run, Hostile hostile, Receiver healing, Faults faults) {
        var lines = new ArrayList<String>();
        lines.add("%d jobs, %d kills of senders".formatted(JOBS, faults.struck()));
        lines.add(line("well", run.receiver()));
        lines.add(line("healing", healing));
        for (var manner : hostile.manners()) {
            lines.add(
                    "%-10s %5d jobs %6d connections %,15d bytes taken"
                            .formatted(
                                    manner,
                                    jobs(manner).size(),
                                    hostile.of(manner).connections(),
                                    hostile.of(manner).sent()));
        }
        states(run).forEach((manner, states) -> lines.add("%-10s %s".formatted(manner, states)));
        new Progress().say("%s", String.join("\n  ", lines));
    }

    private String line(String manner, Receiver receiver) {
        var messages = receiver.messages();
        var taken = messages.stream().filter(Receiver::isTaken).toList();
        return "%-10s %5d jobs %6d messages, %d taken, %d of them twice"
                .formatted(
                        manner,
                        jobs(manner).size(),
                        messages.size(),
                        taken.size(),
                        taken.size() - taken.stream().map(Receiver.Message::id).distinct().count());
    }
}
