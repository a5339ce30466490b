package dev.reelay.worker.webhook;

import static java.util.stream.Collectors.joining;

import dev.reelay.common.secret.Hmac;
import dev.reelay.worker.endpoint.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Signs as Standard Webhooks has it, by HMAC-SHA256 (`v1`) and by ed25519 (`v1a`), or as
/// OpenRouter does.
final class SignWebhook {
    private SignWebhook() {}

    /// The three headers of one attempt, with two signatures of each generation of keys: a receiver
    /// takes the message if it knows one of them.
    static Map<String, String> headers(List<SigningKeys> keys, String id, Instant at, byte[] body) {
        var second = String.valueOf(at.getEpochSecond());
        var prefix = (id + "." + second + ".").getBytes(StandardCharsets.UTF_8);
        var signatures =
                keys.stream()
                        .flatMap(
                                key ->
                                        Stream.of(
                                                v1(key.secret().key(), prefix, body),
                                                v1a(key.privateKey(), prefix, body)))
                        .collect(joining(" "));
        return Map.of(
                "webhook-id", id, "webhook-timestamp", second, "webhook-signature", signatures);
    }

    static String v1(SecretKey key, byte[] prefix, byte[] body) {
        return "v1," + Base64.getEncoder().encodeToString(Hmac.sign(key, prefix, body));
    }

    private static String v1a(Ed25519PrivateKeyParameters key, byte[] prefix, byte[] body) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(prefix, 0, prefix.length);
        signer.update(body, 0, body.length);
        return "v1a," + Base64.getEncoder().encodeToString(signer.generateSignature());
    }

    /// The headers of one attempt in OpenRouter's form, which has room for one signature: the key
    /// is the secret's text, and a comma joins second and body.
    static Map<String, String> openRouterHeaders(
            String secret, String idempotencyKey, Instant at, byte[] body) {
        var second = String.valueOf(at.getEpochSecond());
        var joined = (second + ",").getBytes(StandardCharsets.UTF_8);
        var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), Hmac.ALGORITHM);
        return Map.of(
                "X-OpenRouter-Idempotency-Key",
                idempotencyKey,
                "X-OpenRouter-Signature",
                "t=%s,v1=%s"
                        .formatted(second, HexFormat.of().formatHex(Hmac.sign(key, joined, body))));
    }
}
