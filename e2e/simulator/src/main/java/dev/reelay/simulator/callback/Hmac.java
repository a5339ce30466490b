package dev.reelay.simulator.callback;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256, and the Standard Webhooks signature over it.
public final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String SECRET = "whsec_";

    private Hmac() {}

    public static byte[] of(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    public static byte[] of(byte[] key, String message) {
        return of(key, message.getBytes(StandardCharsets.UTF_8));
    }

    public static String base64(byte[] key, String message) {
        return Base64.getEncoder().encodeToString(of(key, message));
    }

    /// One entry of a `webhook-signature` header.
    ///
    /// @param secret `whsec_` and the key in base64
    /// @param timestamp in seconds
    public static String standardWebhook(String secret, String id, long timestamp, byte[] body) {
        var key = Base64.getDecoder().decode(secret.substring(SECRET.length()));
        var text = id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8);
        return "v1," + base64(key, text);
    }
}
