package dev.reelay.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignWebhookTest {
    /// The vector that both of OpenAI's clients accept.
    @Test
    void when_the_published_example_is_signed_then_the_signature_is_the_published_one() {
        var key =
                new SecretKeySpec(
                        Base64.getDecoder().decode("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
                        "HmacSHA256");
        var body =
                """
                {"id":"evt_7f3a","object":"event","created_at":1780300800,"type":"video.completed",\
                "data":{"id":"video_7f3a"}}"""
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(SignWebhook.headers(key, "wh_0001", Instant.ofEpochSecond(1780300800), body))
                .isEqualTo(
                        Map.of(
                                "webhook-id", "wh_0001",
                                "webhook-timestamp", "1780300800",
                                "webhook-signature",
                                        "v1,ZrXnubDDzTioyALlHlYgFjo3CrTY/HaAhi6CXZB2TTQ="));
    }

    /// Recomputed with another HMAC: `printf '1780300951,{…}' | openssl dgst -sha256 -hmac
    /// whsec_…`.
    @Test
    void when_signed_in_openrouters_form_then_a_comma_joins_second_and_body() {
        var body = "{\"type\":\"video.generation.completed\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(
                        SignWebhook.openRouterHeaders(
                                "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                                "k3Vq8ZpT1nYc5RwL0aXe-completed",
                                Instant.ofEpochSecond(1780300951),
                                body))
                .isEqualTo(
                        Map.of(
                                "X-OpenRouter-Idempotency-Key",
                                "k3Vq8ZpT1nYc5RwL0aXe-completed",
                                "X-OpenRouter-Signature",
                                "t=1780300951,v1=b9e1d818e254329c4082cb5fd7ea132b65f556b0a17e991f041f2b0b35ae2a7c"));
    }
}
