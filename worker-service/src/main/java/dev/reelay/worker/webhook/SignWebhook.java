package dev.reelay.worker.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Signs as Standard Webhooks has it: HMAC-SHA256 over id, second and body.
final class SignWebhook {
    private SignWebhook() {}

    /// The three headers of one attempt.
    static Map<String, String> headers(SecretKey key, String id, Instant at, byte[] body) {
        var second = String.valueOf(at.getEpochSecond());
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", second,
                "webhook-signature", "v1," + signature(key, id + "." + second + ".", body));
    }

    private static String signature(SecretKey key, String prefix, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
