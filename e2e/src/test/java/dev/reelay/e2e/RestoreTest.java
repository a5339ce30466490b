package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.e2e.SimulatorControl.Prompt;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Databases and the bucket that are set back to backups of different moments while providers have
/// the jobs: what may have been sent is not sent again, and what nobody gets is not paid for.
@Tag("long")
class RestoreTest {
    private static final String GAP = "REELAY_RESTORE_GAP";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> MODELS = List.of("kling-v3", "sora-2", "viduq3-turbo");

    /// The port of PostgreSQL, after the api's.
    private static final int POSTGRES = 3;

    private static final String BUCKET = "bucket";
    private static final String GRANT = "10000000";
    private static final String CODE = "3";
    private static final int EACH_TIME = 9;
    private static final int AT_ONCE = 6;

    @TempDir Path folder;

    /// The prompts of accepted jobs, by the jobs' ids.
    private final Map<String, String> jobs = new LinkedHashMap<>();

    private final Map<String, Runnable> backups = new HashMap<>();
    private LocalSystem system;
    private SimulatorControl simulator;
    private ReelayClient operator;
    private ReelayClient client;
    private String tenant;

    private final Map<String, String> settings = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        settings.put("REELAY_EXECUTION_SETTLE_AFTER", "15s");
        settings.put("REELAY_RESTORE_FILES_AWAITED", "20s");
        system = LocalSystem.startRoomy(folder.resolve("data"), settings);
        system.up("--simulator");
        simulator = new SimulatorControl(system.env("REELAY_SIMULATOR_URL"));
        operator = system.client();
        tenant = operator.tenant(AT_ONCE, GRANT);
        client = operator.as(operator.liveKey(tenant));
    }

    @AfterEach
    void stop() {
        simulator.close();
        system.close();
    }

    /// @param order in which the backups are made, with jobs that begin and end between
    @ParameterizedTest
    @CsvSource({
        "bucket worker billing api",
        "api billing worker bucket",
        "billing worker bucket api"
    })
    void when_all_is_set_back_to_different_moments_then_nothing_is_bought_twice(String order) {
        var from = Instant.now();
        for (var part : order.split(" ")) {
            workGoesOn();
            backups.put(part, backup(part));
        }
        workGoesOn();
        List.of("api", "worker", "billing", "s3").forEach(system::kill);
        backups.values().forEach(Runnable::run);
        settings.put(GAP, from + "/" + Instant.now());
        system.up("--simulator");
        check();
        assertServed(order.startsWith(BUCKET));
        assertGranted();
        assertSound();
        assertWorks();
    }

    /// Makes a backup; it is run to set back.
    private Runnable backup(String part) {
        var data = folder.resolve("data");
        return part.equals(BUCKET)
                ? BucketBackup.of(data, folder.resolve(BUCKET))::restore
                : Backup.of(part, data, system.port() + POSTGRES)::restore;
    }

    /// A code is redeemed, some jobs begin, and some of those that wait are sent.
    private void workGoesOn() {
        redeemCode();
        for (var i = 0; i < EACH_TIME; i++) {
            var prompt =
                    "kite %d [simulator render=%ds clip=tiny]"
                            .formatted(jobs.size(), 1 + i % 5 * 2);
            var answer =
                    client.submit(Map.of("model", MODELS.get(i % MODELS.size()), "prompt", prompt));
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            jobs.put(answer.text("id"), prompt);
        }
        var enough = jobs.size() - EACH_TIME / 2 - 1;
        Awaitility.await().atMost(LIMIT).until(() -> simulator.bill().size() >= enough);
    }

    private void redeemCode() {
        var code =
                operator.operate("POST", "/codes", Map.of("credits", CODE, "reason", "a test"))
                        .body()
                        .at("/data/0/code")
                        .asText();
        var redeemed = client.send("POST", "/v1/credits/redeem", Map.of("code", code));
        assertThat(redeemed.status()).as(redeemed.body().toString()).isEqualTo(200);
    }

    private void check() {
        var known = new ArrayList<JsonNode>();
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            known.clear();
                            known.addAll(known());
                            assertThat(known)
                                    .allSatisfy(
                                            video ->
                                                    assertThat(video.at("/billing/state").asText())
                                                            .isIn("captured", "released"));
                            assertMoney(known);
                        });
        assertThat(simulator.bill()).allSatisfy((_, tasks) -> assertThat(tasks).hasSize(1));
        assertThat(known).anyMatch(RestoreTest::isCompleted);
        assertThat(known)
                .filteredOn(video -> !isCompleted(video))
                .allSatisfy(
                        video -> {
                            assertThat(video.at("/billing/captured").asText()).isEqualTo("0");
                            assertThat(video.at("/error/code").asText())
                                    .isEqualTo("provider_unavailable");
                        });
        assertThat(known.stream().filter(RestoreTest::isCompleted).count())
                .as("something was forgotten")
                .isLessThan(jobs.size());
    }

    /// The videos that the api has not forgotten.
    private List<JsonNode> known() {
        var known = new ArrayList<JsonNode>();
        for (var id : jobs.keySet()) {
            var answer = client.video(id);
            assertThat(answer.status()).as(answer.body().toString()).isIn(200, 404);
            if (answer.status() == 200) {
                known.add(answer.body());
            }
        }
        return known;
    }

    private static boolean isCompleted(JsonNode video) {
        return video.path("status").asText().equals("completed");
    }

    /// Nothing is held, and what was spent is what the tenant was told.
    private void assertMoney(List<JsonNode> known) {
        var captured =
                known.stream().map(RestoreTest::paid).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(new BigDecimal(balance("held"))).isZero();
        assertThat(new BigDecimal(balance("spent"))).isEqualByComparingTo(captured);
        var proof = operator.admin("/ledger/proof").body();
        assertThat(proof.path("balanced").asBoolean()).as(proof.toString()).isTrue();
    }

    /// What the api knows to be redeemed the tenant has, whatever billing had forgotten.
    private void assertGranted() {
        var codes = operator.admin("/codes?limit=200").body().path("data");
        var redeemed =
                StreamSupport.stream(codes.spliterator(), false)
                        .filter(code -> code.path("status").asText().equals("redeemed"))
                        .count();
        assertThat(redeemed).isPositive();
        assertThat(new BigDecimal(balance("granted")))
                .isGreaterThanOrEqualTo(
                        new BigDecimal(GRANT)
                                .add(new BigDecimal(CODE).multiply(BigDecimal.valueOf(redeemed))));
    }

    /// A completed video is served, or it is said that its file is lost, and it costs nothing.
    ///
    /// @param isOldest whether the bucket has forgotten more than all databases
    private void assertServed(boolean isOldest) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> {
                            var completed = known().stream().filter(RestoreTest::isCompleted);
                            var lost = completed.filter(this::isLost).count();
                            assertThat(lost).isGreaterThanOrEqualTo(isOldest ? 1 : 0);
                        });
        assertMoney(known());
    }

    private boolean isLost(JsonNode video) {
        var id = video.path("id").asText();
        var status = client.download(id, folder.resolve(id));
        assertThat(status).isIn(200, 410);
        if (status == 410) {
            assertThat(paid(video)).isZero();
        }
        return status == 410;
    }

    /// What its tenant paid in the end.
    private static BigDecimal paid(JsonNode video) {
        var billing = video.path("billing");
        return new BigDecimal(billing.path("captured").asText())
                .subtract(new BigDecimal(billing.path("refunded").asText()));
    }

    /// Whatever the doctor found goes by itself.
    private void assertSound() {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> {
                            var doctor = operator.admin("/doctor").body();
                            assertThat(doctor.path("findings")).as(doctor.toString()).isEmpty();
                        });
    }

    private void assertWorks() {
        var prompt = "kite after all [simulator render=1s clip=tiny]";
        var id = client.submit(Map.of("model", "kling-v3", "prompt", prompt)).text("id");
        Awaitility.await().atMost(LIMIT).until(() -> isCompleted(client.video(id).body()));
        assertThat(simulator.bill().get(Prompt.of(prompt))).hasSize(1);
    }

    private String balance(String member) {
        return operator.admin("/tenants/" + tenant + "/balance").text(member);
    }
}
