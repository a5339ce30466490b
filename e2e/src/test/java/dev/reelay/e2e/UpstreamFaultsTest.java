package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.e2e.SimulatorControl.Billed;
import dev.reelay.e2e.SimulatorControl.Prompt;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs over all providers while these lose answers, fail, hang and are too busy: none is bought
/// twice, each ends, none fails but for a submit whose answer was lost and that cannot be looked
/// for, and the tenant pays for what there is a file of. `-Dreelay.jobs` says how many,
/// `-Dreelay.seed` which go wrong.
@Tag("long")
class UpstreamFaultsTest {
    private static final int JOBS = Integer.getInteger("reelay.jobs", 500);
    private static final long SEED = Long.getLong("reelay.seed", 1);
    private static final int CLIENTS = 8;

    /// One for each API of a provider, and of what share of its turns it has a job: Jimeng makes
    /// one clip at a time.
    private static final Map<String, Double> MODELS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("kling-v3", 1.0),
                            Map.entry("sora-2", 1.0),
                            Map.entry("minimax/hailuo-2.3", 1.0),
                            Map.entry("minimax/h3", 1.0),
                            Map.entry("viduq3-turbo", 1.0),
                            Map.entry("bytedance/seedance-1.5-pro", 1.0),
                            Map.entry("alibaba/wan-2.6", 1.0),
                            Map.entry("jimeng_v30", 0.1),
                            Map.entry("google/gemini-omni-1.1-flash", 1.0),
                            Map.entry("google/veo-3.1", 1.0),
                            Map.entry("veo3", 1.0)));

    @TempDir Path folder;

    private final Map<String, Job> unfinished = new ConcurrentHashMap<>();
    private final List<Ended> ended = new ArrayList<>();

    private record Job(String model, String prompt) {}

    private record Ended(Job job, JsonNode video) {
        String status() {
            return video.path("status").asText();
        }

        boolean isCompleted() {
            return status().equals("completed");
        }

        BigDecimal captured() {
            return new BigDecimal(video.at("/billing/captured").asText());
        }

        String outcome() {
            return isCompleted() ? status() : status() + " " + video.at("/error/code").asText();
        }
    }

    @Test
    void when_upstreams_go_wrong_then_nothing_is_bought_twice_and_only_files_are_paid_for()
            throws InterruptedException {
        // An attempt without an answer is looked for that long, 90 s as a rule.
        var settings = Map.of("REELAY_EXECUTION_SETTLE_AFTER", "30s");
        try (var system = LocalSystem.startRoomy(folder.resolve("data"), settings)) {
            system.up("--simulator");
            try (var simulator = new SimulatorControl(system.env("REELAY_SIMULATOR_URL"))) {
                simulator.goWrong(rules());
                var operator = system.client();
                var tenant = operator.tenant(1000, "10000000");
                var client = operator.as(operator.liveKey(tenant));
                submitAll(client);
                waitForAll(client);
                print(simulator.bill());
                check(simulator.bill(), simulator.lostSubmits());
                checkMoney(operator, tenant);
            }
        }
    }

    private static List<Map<String, ?>> rules() {
        return List.of(
                Map.of("step", "render", "effect", "tiny"),
                Map.of("step", "render", "effect", "duration", "duration", "PT0.5S"),
                // So that a quarter goes to each of Google, kie, fal and Replicate.
                refused("google", 0.75),
                refused("kie", 0.66),
                refused("fal", 0.5),
                nowAndThen("submit", "drop", 0.1, Map.of()),
                nowAndThen("submit", "throttle", 0.05, Map.of("duration", "PT1S")),
                nowAndThen("poll", "server_error", 0.1, Map.of("status", 503)),
                nowAndThen("poll", "stall", 0.05, Map.of()));
    }

    private static Map<String, ?> refused(String vendor, double probability) {
        return nowAndThen(
                "submit",
                "refuse",
                probability,
                Map.of("vendor", vendor, "prompt", "by veo3", "fault", "caller"));
    }

    private static Map<String, ?> nowAndThen(
            String step, String effect, double probability, Map<String, ?> more) {
        var rule = new HashMap<String, Object>(more);
        rule.putAll(
                Map.of("step", step, "effect", effect, "probability", probability, "seed", SEED));
        return rule;
    }

    private void submitAll(ReelayClient client) throws InterruptedException {
        var random = new Random(SEED);
        var shares = List.copyOf(MODELS.entrySet());
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int turn = 0, submitted = 0; submitted < JOBS; turn++) {
                var share = shares.get(turn % shares.size());
                if (random.nextDouble() < share.getValue()) {
                    submitted++;
                    var job =
                            new Job(
                                    share.getKey(),
                                    "kite %d by %s".formatted(submitted, share.getKey()));
                    threads.execute(() -> submit(client, job));
                }
            }
        }
        assertThat(unfinished).as("accepted").hasSize(JOBS);
    }

    private void submit(ReelayClient client, Job job) {
        var answer = client.submit(Map.of("model", job.model(), "prompt", job.prompt()));
        if (answer.status() == 200) {
            unfinished.put(answer.text("id"), job);
        } else {
            System.out.println(job.model() + ": " + answer.body());
        }
    }

    private void waitForAll(ReelayClient client) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(60))
                .pollInterval(Duration.ofSeconds(5))
                .until(
                        () -> {
                            unfinished.forEach((id, job) -> look(client, id, job));
                            System.out.printf("%,d of %,d ended%n", ended.size(), JOBS);
                            return unfinished.isEmpty();
                        });
    }

    private void look(ReelayClient client, String id, Job job) {
        var video = client.video(id).body();
        var state = video.at("/billing/state").asText();
        if (state.equals("captured") || state.equals("released")) {
            ended.add(new Ended(job, video));
            unfinished.remove(id);
        }
    }

    private void print(Map<Prompt, List<Billed>> bill) {
        for (var model : MODELS.keySet()) {
            var jobs = ended.stream().filter(one -> one.job().model().equals(model)).toList();
            var outcomes =
                    jobs.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            Ended::outcome, TreeMap::new, Collectors.counting()));
            var paid = jobs.stream().mapToInt(one -> paid(bill, one)).sum();
            System.out.printf("%-28s %s, paid tasks %d%n", model, outcomes, paid);
        }
    }

    private static List<Billed> billed(Map<Prompt, List<Billed>> bill, Ended one) {
        return bill.getOrDefault(Prompt.of(one.job().prompt()), List.of());
    }

    private static int paid(Map<Prompt, List<Billed>> bill, Ended one) {
        return (int) billed(bill, one).stream().filter(Billed::isPaid).count();
    }

    private void check(Map<Prompt, List<Billed>> bill, long lostSubmits) {
        assertThat(bill.values()).as("bought once").allMatch(tasks -> tasks.size() == 1);
        assertThat(bill).as("of jobs only").hasSizeLessThanOrEqualTo(JOBS);
        var failed = ended.stream().filter(one -> !one.isCompleted()).toList();
        assertThat(failed).hasSizeLessThanOrEqualTo((int) lostSubmits);
        assertThat(failed)
                .allSatisfy(
                        one -> {
                            assertThat(one.outcome()).isEqualTo("failed provider_unavailable");
                            assertThat(one.captured()).isZero();
                        });
        assertThat(ended)
                .filteredOn(Ended::isCompleted)
                .allSatisfy(
                        one -> {
                            assertThat(paid(bill, one)).isEqualTo(1);
                            assertThat(one.captured()).isPositive();
                        });
    }

    private void checkMoney(ReelayClient operator, String tenant) {
        var balance = operator.admin("/tenants/" + tenant + "/balance");
        assertThat(new BigDecimal(balance.text("held"))).isZero();
        assertThat(new BigDecimal(balance.text("spent")))
                .isEqualByComparingTo(
                        ended.stream()
                                .map(Ended::captured)
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
        var proof = operator.admin("/ledger/proof").body();
        assertThat(proof.path("balanced").asBoolean()).as(proof.toString()).isTrue();
    }
}
