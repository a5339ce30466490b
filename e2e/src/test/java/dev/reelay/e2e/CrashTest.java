package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each part is killed while jobs run; what was accepted is made, and the money is right.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedSystem.class)
class CrashTest {
    private static final Map<String, Object> CLIP =
            Map.of(
                    "model", "reelay/storyboard-1",
                    "prompt", "waves",
                    "seconds", "2",
                    "size", "640x360");

    private LocalSystem system;
    private ReelayClient client;

    @BeforeAll
    void start(LocalSystem shared) {
        system = shared;
        client = system.client();
    }

    @Test
    void when_each_part_is_killed_in_turn_then_every_accepted_job_is_completed() {
        var accepted = submit(20);
        for (var part : List.of("worker", "api", "billing", "postgres", "kafka")) {
            system.kill(part);
            system.up();
        }
        assertAllCompleted(accepted);
        assertMoneyIsRight();
    }

    @Test
    void when_the_broker_is_down_then_jobs_are_accepted_and_made_after_its_return() {
        system.kill("kafka");
        var accepted = submit(5);
        system.up();
        assertAllCompleted(accepted);
        assertMoneyIsRight();
    }

    private List<String> submit(int count) {
        var ids = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var answer = client.submit(CLIP);
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            ids.add(answer.text("id"));
        }
        return ids;
    }

    private void assertAllCompleted(List<String> ids) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(ids)
                                        .allSatisfy(
                                                id ->
                                                        assertThat(client.video(id).text("status"))
                                                                .isEqualTo("completed")));
    }

    /// The proof holds, nothing is still held, and what was spent is what the jobs cost.
    private void assertMoneyIsRight() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(client.get("/v1/credits").text("held")).isEqualTo("0"));
        var proof = client.admin("/ledger/proof").body();
        assertThat(proof.path("balanced").asBoolean()).as(proof.toString()).isTrue();
    }
}
