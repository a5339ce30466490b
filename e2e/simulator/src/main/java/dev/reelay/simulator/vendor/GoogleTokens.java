package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.task.Dummy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// RSA keys that are the same at every start, and the JWTs over them.
final class GoogleTokens {
    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int BITS = 2048;
    private static final long LONGEST_LIFE = 3600;

    private GoogleTokens() {}

    /// The key pair of a name.
    static KeyPair key(String name) {
        return KEYS.computeIfAbsent(name, GoogleTokens::made);
    }

    private static KeyPair made(String name) {
        try {
            var random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(name.getBytes(StandardCharsets.UTF_8));
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    static String pem(KeyPair key) {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN PRIVATE KEY-----\n"
                + encoder.encodeToString(key.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    static JsonNode jwks(KeyPair key, String id) {
        var open = (RSAPublicKey) key.getPublic();
        return Json.of(
                "keys",
                List.of(
                        Json.of(
                                "kty",
                                "RSA",
                                "alg",
                                "RS256",
                                "use",
                                "sig",
                                "kid",
                                id,
                                "n",
                                number(open.getModulus()),
                                "e",
                                number(open.getPublicExponent()))));
    }

    private static String number(BigInteger value) {
        var bytes = value.toByteArray();
        var from = bytes[0] == 0 ? 1 : 0;
        var plain = new byte[bytes.length - from];
        System.arraycopy(bytes, from, plain, 0, plain.length);
        return ENCODER.encodeToString(plain);
    }

    static String signed(KeyPair key, String id, JsonNode claims) {
        var header = Json.of("alg", "RS256", "typ", "JWT", "kid", id);
        var input =
                ENCODER.encodeToString(Json.bytes(header))
                        + "."
                        + ENCODER.encodeToString(Json.bytes(claims));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RS256", e);
        }
    }

    /// The claims, unverified; an empty object where the text is no JWT.
    static JsonNode claims(String jwt) {
        var parts = jwt.split("\\.");
        var claims = parts.length == 3 ? Json.read(decoded(parts[1])) : null;
        return claims == null ? Json.of() : claims;
    }

    /// Why an assertion is not good; empty where it is.
    ///
    /// @param audiences that name the token endpoint
    static String fault(String jwt, KeyPair key, List<String> audiences, Instant now) {
        var parts = jwt.split("\\.");
        var header = parts.length == 3 ? Json.read(decoded(parts[0])) : null;
        if (header == null || !header.path("alg").asText().equals("RS256")) {
            return "Invalid JWT: not signed by RS256.";
        }
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(decoded(parts[2]))) {
                return "Invalid JWT Signature.";
            }
        } catch (GeneralSecurityException e) {
            return "Invalid JWT Signature.";
        }
        var claims = claims(jwt);
        var issued = claims.path("iat").asLong();
        var expires = claims.path("exp").asLong();
        if (!audiences.contains(claims.path("aud").asText())) {
            return "Invalid audience.";
        }
        if (!claims.path("scope").asText().contains("auth/cloud-platform")) {
            return "Invalid scope.";
        }
        var isInTime =
                issued <= now.getEpochSecond() + 300
                        && expires > now.getEpochSecond()
                        && expires - issued <= LONGEST_LIFE;
        return isInTime ? "" : "Invalid JWT: Token must be a short-lived token (60 minutes).";
    }

    private static byte[] decoded(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /// An access token that nobody could have had before.
    static String access() {
        return "ya29." + Dummy.hex("access " + System.nanoTime(), 40);
    }
}
