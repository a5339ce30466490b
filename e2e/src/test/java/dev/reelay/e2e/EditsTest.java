package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.ReelayClient.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// While a tenant's jobs run, its price, plan, key and standing change: jobs that were accepted go
/// on as they were, new ones obey.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedSystem.class)
class EditsTest {
    private static final int JOBS = 250; // before the edits, and as many after
    private static final int CLIENTS = 8;

    private LocalSystem system;
    private ReelayClient operator;
    private String tenant = "";

    @BeforeAll
    void start(LocalSystem shared) {
        system = shared;
        operator = system.client();
        tenant =
                operator.operate("POST", "/tenants", Map.of("name", "edited", "plan", "ultra"))
                        .text("id");
        var granted =
                operator.operate(
                        "POST", path("/grants"), Map.of("credits", "1000", "reason", "a test"));
        assertThat(granted.status()).as(granted.body().toString()).isEqualTo(201);
    }

    private String path(String below) {
        return "/tenants/" + tenant + below;
    }

    private ReelayClient key() {
        return operator.as(newKey().text("key"));
    }

    private Answer newKey() {
        return operator.operate("POST", path("/keys"), Map.of("name", "k", "mode", "live"));
    }

    private static Map<String, ?> clip(String directive) {
        return Map.of(
                "model",
                "reelay/storyboard-1",
                "prompt",
                "[sandbox clip=tiny " + directive + "] a red kite",
                "seconds",
                "2");
    }

    /// The answers to so many submits, by several clients at the same time.
    private static List<Answer> submit(ReelayClient client, int count, Map<String, ?> clip)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var under = new ArrayList<Future<Answer>>();
            for (var i = 0; i < count; i++) {
                under.add(threads.submit(() -> client.submit(clip)));
            }
            var answers = new ArrayList<Answer>();
            for (var one : under) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static List<String> accepted(List<Answer> answers) {
        assertThat(answers)
                .allSatisfy(a -> assertThat(a.status()).as(a.body().toString()).isEqualTo(200));
        return answers.stream().map(answer -> answer.text("id")).toList();
    }

    @Test
    void when_price_plan_key_and_standing_change_then_running_jobs_go_on_and_new_ones_obey()
            throws Exception {
        var first = newKey();
        var revoked = operator.as(first.text("key"));
        var stays = key();
        var before = new ArrayList<>(accepted(submit(revoked, JOBS / 2, clip("delay=12s"))));
        before.addAll(accepted(submit(stays, JOBS / 2, clip("delay=12s"))));
        var price = held(stays.video(before.getFirst()));
        assertThat(price).isPositive();

        doublePrices();
        changePlan();
        assertThat(operator.operateDelete(path("/keys/" + first.text("id"))).status())
                .isEqualTo(204);
        assertThat(unfinished(stays, before)).as("jobs that run meanwhile").isGreaterThan(JOBS / 2);

        assertThat(submit(revoked, CLIENTS, clip("")))
                .as("of the revoked key")
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(401));
        var tooLong = new HashMap<String, Object>(clip(""));
        tooLong.put("seconds", "20");
        assertThat(stays.submit(tooLong).status())
                .as("longer than the new plan has")
                .isEqualTo(403);
        var after = accepted(submit(stays, JOBS, clip("")));
        assertThat(held(stays.video(after.getFirst())))
                .isEqualByComparingTo(price.multiply(BigDecimal.TWO));

        suspend(true);
        assertThat(submit(stays, CLIENTS, clip("")))
                .as("of the suspended tenant")
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(403));

        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> balance("held").signum() == 0);
        assertCharged(stays, before, price);
        assertCharged(stays, after, price.multiply(BigDecimal.TWO));
        assertThat(balance("spent"))
                .isEqualByComparingTo(price.multiply(BigDecimal.valueOf(3L * JOBS)));
        suspend(false);
        assertThat(stays.submit(clip("")).status()).isEqualTo(200);
        assertThat(operator.admin("/ledger/proof").body().path("balanced").asBoolean()).isTrue();
    }

    private void doublePrices() {
        var now = operator.admin("/prices").body();
        var overrides = new ArrayList<Object>();
        now.path("overrides").forEach(overrides::add);
        overrides.add(Map.of("tenant", tenant, "factor", "2"));
        var published =
                operator.operate(
                        "POST",
                        "/prices",
                        Map.of(
                                "base_version",
                                now.path("version"),
                                "note",
                                "twice as much",
                                "overrides",
                                overrides));
        assertThat(published.status()).as(published.body().toString()).isEqualTo(201);
    }

    /// To one like ultra, but for the length of clips.
    private void changePlan() {
        var shorter = new HashMap<String, Object>();
        operator.admin("/plans/ultra")
                .body()
                .properties()
                .forEach(member -> shorter.put(member.getKey(), member.getValue()));
        shorter.remove("id");
        shorter.put("rank", 5);
        shorter.put("longest_seconds", 10);
        assertThat(operator.operate("PUT", "/plans/shorter", shorter).status()).isEqualTo(200);
        var changed = operator.operate("PATCH", path(""), Map.of("plan", "shorter"));
        assertThat(changed.text("plan")).as(changed.body().toString()).isEqualTo("shorter");
    }

    private void suspend(boolean suspended) {
        var changed = operator.operate("PATCH", path(""), Map.of("suspended", suspended));
        assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
    }

    private BigDecimal balance(String part) {
        return new BigDecimal(operator.admin(path("/balance")).text(part));
    }

    private static BigDecimal held(Answer video) {
        return new BigDecimal(video.body().at("/billing/held").asText());
    }

    private static long unfinished(ReelayClient client, List<String> videos) {
        return videos.stream()
                .map(client::video)
                .filter(video -> !video.text("status").equals("completed"))
                .count();
    }

    private static void assertCharged(ReelayClient client, List<String> videos, BigDecimal price) {
        assertThat(videos)
                .allSatisfy(
                        id -> {
                            var video = client.video(id);
                            assertThat(video.text("status")).isEqualTo("completed");
                            assertThat(
                                            new BigDecimal(
                                                    video.body().at("/billing/captured").asText()))
                                    .isEqualByComparingTo(price);
                        });
    }
}
