package dev.reelay.worker.provider.jimeng;

import dev.reelay.worker.provider.Account;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Volcengine's signature of a request, which is AWS's fourth with other words: no prefix before
/// the secret, and `request` at the end of the scope. Libraries for the one do not make the other.
final class SignVolcengine {
    private static final String SCOPE = "%s/cn-north-1/cv/request";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();

    private final String accessKey;
    private final byte[] secretKey;
    private final Optional<String> sessionToken;
    private final String host;

    SignVolcengine(Account account, URI base) {
        accessKey = account.secret("access_key");
        secretKey = account.secret("secret_key").getBytes(StandardCharsets.UTF_8);
        sessionToken = Optional.ofNullable(account.secrets().get("session_token"));
        host = host(base);
    }

    private static String host(URI base) {
        var port = base.getPort();
        return port < 0 || port == 80 || port == 443 ? base.getHost() : base.getAuthority();
    }

    /// The headers of a `POST /` with this query, already encoded and in order, and this body.
    Map<String, String> headers(String query, byte[] body, Instant now) {
        var time = TIME.format(now);
        var hash = HEX.formatHex(sha256(body));
        var signed = new TreeMap<String, String>();
        signed.put("content-type", "application/json");
        signed.put("host", host);
        signed.put("x-content-sha256", hash);
        signed.put("x-date", time);
        sessionToken.ifPresent(token -> signed.put("x-security-token", token));
        var names = String.join(";", signed.keySet());
        var block = new StringBuilder();
        signed.forEach((name, value) -> block.append(name).append(':').append(value).append('\n'));
        var canonical = String.join("\n", "POST", "/", query, block, names, hash);
        var scope = SCOPE.formatted(time.substring(0, 8));
        var toSign =
                String.join(
                        "\n", "HMAC-SHA256", time, scope, HEX.formatHex(sha256(utf8(canonical))));
        var signature = HEX.formatHex(hmac(key(scope), toSign));
        var all = new TreeMap<String, String>();
        all.put("Content-Type", "application/json");
        all.put("X-Date", time);
        all.put("X-Content-Sha256", hash);
        sessionToken.ifPresent(token -> all.put("X-Security-Token", token));
        all.put(
                "Authorization",
                "HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(accessKey, scope, names, signature));
        return all;
    }

    private byte[] key(String scope) {
        var key = secretKey;
        for (var part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
