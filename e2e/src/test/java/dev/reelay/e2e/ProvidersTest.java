package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Jobs through the whole product to providers that a program plays, which keeps a bill of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedSystem.class)
class ProvidersTest {
    /// One for each adapter.
    private static final List<String> MODELS =
            List.of(
                    "kling-v3",
                    "sora-2",
                    "minimax/hailuo-2.3",
                    "minimax/h3",
                    "viduq3-turbo",
                    "bytedance/seedance-1.5-pro",
                    "alibaba/wan-2.6",
                    "jimeng_v30",
                    "google/gemini-omni-1.1-flash",
                    "google/veo-3.1",
                    "hailuo/02-text-to-video-pro");

    @TempDir static Path folder;

    private LocalSystem system;
    private ReelayClient client;

    @BeforeAll
    void start(LocalSystem shared) {
        system = shared;
        system.up("--simulator");
        client = system.client();
    }

    private String submit(String model, String prompt) {
        var submitted = client.submit(Map.of("model", model, "prompt", prompt));
        assertThat(submitted.status()).as(submitted.body().toString()).isEqualTo(200);
        return submitted.text("id");
    }

    private JsonNode ended(String video) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> client.video(video).body(),
                        job -> !job.path("completed_at").isNull() || job.path("error").isObject());
    }

    private static String prompt(String directive) {
        return directive + " a kite " + UUID.randomUUID();
    }

    /// How many tasks all providers together have in their books for a prompt.
    private int billed(String prompt) {
        try (var simulator = new SimulatorControl(system.env("REELAY_SIMULATOR_URL"))) {
            return simulator.billed(prompt);
        }
    }

    private String held() {
        return client.get("/v1/credits").text("held");
    }

    @Test
    void when_each_provider_is_asked_then_each_makes_one_clip_and_bills_it_once()
            throws IOException {
        var prompts = new HashMap<String, String>();
        for (var model : MODELS) {
            var prompt = prompt("[simulator render=500ms clip=tiny]");
            prompts.put(submit(model, prompt), prompt);
        }
        for (var one : prompts.entrySet()) {
            var job = ended(one.getKey());
            assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
            assertMp4(one.getKey());
            assertThat(billed(one.getValue())).as(job.toString()).isEqualTo(1);
        }
    }

    private void assertMp4(String video) throws IOException {
        var file = folder.resolve(video + ".mp4");
        assertThat(client.download(video, file)).isEqualTo(200);
        var bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    }

    @Test
    void when_the_answer_is_lost_after_the_provider_took_the_job_then_it_is_paid_for_once() {
        for (var model : List.of("kling-v3", "bytedance/seedance-1.5-pro")) {
            var prompt = prompt("[simulator submit=drop render=500ms clip=tiny]");
            var job = ended(submit(model, prompt));
            assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
            assertThat(billed(prompt)).isEqualTo(1);
        }
    }

    @Test
    void when_a_provider_refuses_or_fails_then_the_tenant_is_told_why_and_pays_nothing() {
        var before = client.get("/v1/credits").text("available");
        for (var directive :
                List.of(
                        "[simulator submit=content_policy]",
                        "[simulator render=200ms outcome=content_policy]")) {
            var prompt = prompt(directive);
            var job = ended(submit("viduq3-turbo", prompt));
            assertThat(job.path("status").asText()).isEqualTo("failed");
            assertThat(job.at("/error/code").asText()).isEqualTo("moderation_blocked");
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> held().equals("0"));
        assertThat(client.get("/v1/credits").text("available")).isEqualTo(before);
    }
}
