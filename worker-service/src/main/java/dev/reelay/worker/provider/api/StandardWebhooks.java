package dev.reelay.worker.provider.api;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.common.secret.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/// Signatures as standardwebhooks.com has them: an HMAC over id, time and body; several in one
/// header while a secret is being replaced.
public final class StandardWebhooks {
    private static final String SECRET = "whsec_";
    private static final String VERSION = "v1,";

    private StandardWebhooks() {}

    /// The key in a secret, which is the rest of it decoded; empty where it is no such secret.
    public static Optional<byte[]> key(String secret) {
        return Optional.of(secret)
                .filter(text -> text.startsWith(SECRET))
                .flatMap(text -> decoded(text.substring(SECRET.length())))
                .filter(key -> key.length > 0);
    }

    public static Optional<Instant> signedAt(ProviderCall call) {
        return seconds(call.header("webhook-timestamp"));
    }

    /// A time in seconds since 1970; empty where it is none.
    public static Optional<Instant> seconds(String text) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    public static boolean isSigned(ProviderCall call, byte[] key) {
        var head = call.header("webhook-id") + "." + call.header("webhook-timestamp") + ".";
        var expected =
                Hmac.sign(
                        new SecretKeySpec(key, Hmac.ALGORITHM),
                        head.getBytes(StandardCharsets.UTF_8),
                        call.body());
        for (var signature : call.header("webhook-signature").split(" ")) {
            var text = signature.startsWith(VERSION) ? signature.substring(VERSION.length()) : "";
            if (MessageDigest.isEqual(expected, decoded(text).orElse(new byte[0]))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
