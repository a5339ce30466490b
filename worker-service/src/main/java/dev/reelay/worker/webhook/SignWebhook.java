package dev.reelay.worker.webhook;

import dev.reelay.common.secret.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Signs by HMAC-SHA256, as Standard Webhooks has it or as OpenRouter does.
final class SignWebhook {
    private SignWebhook() {}

    /// The three headers of one attempt.
    static Map<String, String> headers(SecretKey key, String id, Instant at, byte[] body) {
        var second = String.valueOf(at.getEpochSecond());
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", second,
                "webhook-signature",
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                signed(key, id + "." + second + ".", body)));
    }

    /// The headers of one attempt in OpenRouter's form: the key is the secret's text, and a comma
    /// joins second and body.
    static Map<String, String> openRouterHeaders(
            String secret, String idempotencyKey, Instant at, byte[] body) {
        var second = String.valueOf(at.getEpochSecond());
        var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), Hmac.ALGORITHM);
        return Map.of(
                "X-OpenRouter-Idempotency-Key",
                idempotencyKey,
                "X-OpenRouter-Signature",
                "t=%s,v1=%s"
                        .formatted(
                                second, HexFormat.of().formatHex(signed(key, second + ",", body))));
    }

    private static byte[] signed(SecretKey key, String prefix, byte[] body) {
        return Hmac.sign(key, prefix.getBytes(StandardCharsets.UTF_8), body);
    }
}
