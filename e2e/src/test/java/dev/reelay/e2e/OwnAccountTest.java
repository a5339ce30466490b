package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A tenant that brings its own account at an upstream, where the operator has one too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedSystem.class)
class OwnAccountTest {
    private static final String MODEL = "viduq3-turbo";
    private static final String ACCOUNTS = "/v1/provider_accounts";
    private static final String ACCOUNT = ACCOUNTS + "/mine";
    private static final String VIDEOS = "/openrouter/api/v1/videos";

    private LocalSystem system;
    private ReelayClient tenant;
    private String base;
    private String key;

    @BeforeAll
    void start(LocalSystem shared) {
        system = shared;
        system.up("--simulator");
        var operator = system.client();
        tenant = operator.as(operator.liveKey(operator.tenant(5, "100")));
        try (var simulator = new SimulatorControl(system.env("REELAY_SIMULATOR_URL"))) {
            var vidu = simulator.vendor("vidu");
            base = vidu.path("baseUrl").asText();
            key = vidu.at("/credentials/api_key").asText();
        }
    }

    private ReelayClient.Answer enter(String apiKey) {
        return tenant.send(
                "POST",
                ACCOUNTS,
                Map.of(
                        "name",
                        "mine",
                        "provider",
                        "vidu",
                        "base_url",
                        base,
                        "secrets",
                        Map.of("api_key", apiKey)));
    }

    private ReelayClient.Answer rotate(String apiKey) {
        return tenant.send("PATCH", ACCOUNT, Map.of("secrets", Map.of("api_key", apiKey)));
    }

    private ReelayClient.Answer useFor(List<String> models) {
        return tenant.send("PATCH", "/v1/workspace", Map.of("own_account_models", models));
    }

    private String submit() {
        var prompt = "[simulator render=500ms clip=tiny] a kite " + UUID.randomUUID();
        var submitted =
                tenant.send(
                        "POST", VIDEOS, Map.of("model", MODEL, "prompt", prompt, "duration", 5));
        assertThat(submitted.status()).as(submitted.body().toString()).isEqualTo(202);
        return submitted.text("id");
    }

    private JsonNode video(String id) {
        return tenant.get(VIDEOS + "/" + id).body();
    }

    private static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200));
    }

    private JsonNode completed(String id) {
        return soon().until(() -> video(id), v -> v.path("status").asText().equals("completed"));
    }

    private String credits(String member) {
        return tenant.get("/v1/credits").text(member);
    }

    @Test
    void when_models_are_to_use_it_then_it_alone_renders_them_for_a_part_of_the_price() {
        assertThat(useFor(List.of(MODEL)).body().at("/error/message").asText())
                .contains("needs an account of yours at vidu");
        assertThat(enter("not-the-key").status()).isEqualTo(201);
        assertThat(useFor(List.of(MODEL)).status()).isEqualTo(200);

        var id = submit();

        // 5 s at 5 credits are 25; a twentieth is 1.25.
        assertThat(credits("held")).isEqualTo("1.25");
        soon().until(() -> tenant.get(ACCOUNT).text("state").equals("closed"));
        assertThat(video(id).path("status").asText()).isEqualTo("pending");
        assertThat(tenant.send("DELETE", ACCOUNT, Map.of()).status()).isEqualTo(409);

        assertThat(rotate(key).status()).isEqualTo(200);
        var usage = completed(id).path("usage");
        assertThat(usage.path("is_byok").asBoolean()).isTrue();
        soon().until(() -> credits("held").equals("0"));
        assertThat(credits("available")).isEqualTo("98.75");

        assertThat(useFor(List.of()).status()).isEqualTo(200);
        var usual = submit();
        assertThat(completed(usual).at("/usage/is_byok").asBoolean(true)).isFalse();
        soon().until(() -> credits("available").equals("73.75"));
        assertThat(tenant.send("DELETE", ACCOUNT, Map.of()).status()).isEqualTo(200);
    }
}
