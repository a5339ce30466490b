package dev.reelay.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.worker.endpoint.DeriveKeys;
import dev.reelay.worker.endpoint.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignWebhookTest {
    private static final Instant AT = Instant.ofEpochSecond(1780300800);
    private static final byte[] BODY = "{\"id\":\"evt_7f3a\"}".getBytes(StandardCharsets.UTF_8);
    // What stands before the 32 bytes of an ed25519 key in its X.509 form (RFC 8410).
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final DeriveKeys derive =
            new DeriveKeys(new MasterKey("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    private final TenantId tenant = TenantId.next();

    private String signature(List<SigningKeys> keys) {
        return SignWebhook.headers(keys, "wh_0001", AT, BODY).getOrDefault("webhook-signature", "");
    }

    private static byte[] signed() {
        return ("wh_0001.1780300800." + new String(BODY, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String byHmac(String secret) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed()));
    }

    private static boolean verifies(String publicKey, String signature, byte[] message)
            throws GeneralSecurityException {
        var raw = Base64.getDecoder().decode(publicKey.substring("whpk_".length()));
        var x509 = Arrays.copyOf(X509, X509.length + raw.length);
        System.arraycopy(raw, 0, x509, X509.length, raw.length);
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
        verifier.update(message);
        return verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length())));
    }

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
        var prefix = "wh_0001.1780300800.".getBytes(StandardCharsets.UTF_8);

        assertThat(SignWebhook.v1(key, prefix, body))
                .isEqualTo("v1,ZrXnubDDzTioyALlHlYgFjo3CrTY/HaAhi6CXZB2TTQ=");
    }

    @Test
    void when_signed_then_both_signatures_are_those_of_the_shown_secret_and_public_key()
            throws GeneralSecurityException {
        var keys = derive.keys(tenant, null, 1, false);

        var signatures = List.of(signature(keys).split(" "));

        assertThat(signatures).hasSize(2);
        assertThat(signatures.getFirst()).isEqualTo(byHmac(keys.getFirst().secret().text()));
        var publicKey = keys.getFirst().publicText();
        assertThat(verifies(publicKey, signatures.getLast(), signed())).isTrue();
        for (var at = 0; at < signed().length; at++) {
            var changed = signed();
            changed[at] ^= 1;
            assertThat(verifies(publicKey, signatures.getLast(), changed)).isFalse();
        }
    }

    @Test
    void when_a_rotation_overlaps_then_both_generations_sign_and_the_newest_is_first()
            throws GeneralSecurityException {
        var old = derive.keys(tenant, null, 1, false).getFirst();
        var now = derive.keys(tenant, null, 2, false).getFirst();

        var signatures = signature(derive.keys(tenant, null, 2, true)).split(" ");

        assertThat(signatures).hasSize(4);
        assertThat(signatures[0]).isEqualTo(byHmac(now.secret().text()));
        assertThat(verifies(now.publicText(), signatures[1], signed())).isTrue();
        assertThat(signatures[2]).isEqualTo(byHmac(old.secret().text()));
        assertThat(verifies(old.publicText(), signatures[3], signed())).isTrue();
        assertThat(verifies(now.publicText(), signatures[3], signed())).isFalse();
    }

    /// The vector that is published for receivers of OpenRouter's messages.
    @Test
    void when_openrouters_published_example_is_signed_then_the_signature_is_the_published_one() {
        var body =
                """
                {"type":"video.generation.completed","created_at":"2026-06-01T08:00:00.000Z",\
                "data":{"id":"k3Vq8ZpT1nYc5RwL0aXe","status":"completed"}}"""
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(
                        SignWebhook.openRouterHeaders(
                                "orw_test_secret_01",
                                "k3Vq8ZpT1nYc5RwL0aXe-completed",
                                Instant.ofEpochSecond(1780300800),
                                body))
                .containsEntry(
                        "X-OpenRouter-Signature",
                        "t=1780300800,v1=e43150429da3929d4347c88bbb9b69dedc9ad1c0aada37a4f83edb6d6d04d29f");
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
