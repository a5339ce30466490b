package dev.reelay.worker.provider.fal;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.CallbackProof;
import dev.reelay.worker.provider.api.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// fal signs with Ed25519, for all its customers by the same keys, which it publishes as a JWKS.
/// That a message is fal's says not yet that it is about a request of ours: the address that it
/// came to does, and the request's id.
final class FalCallbacks implements CallbackProof {
    /// Setting: where its public keys are; without it an account with a base of its own has them
    /// there.
    static final String KEYS = "jwks_url";

    private static final String USUAL = "https://rest.fal.ai/.well-known/jwks.json";
    private static final String PATH = "/.well-known/jwks.json";
    private static final int KEY_BYTES = 32;

    /// What stands before the bytes of a public key to make it one of RFC 8410.
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String at;

    FalCallbacks(Account account) {
        at = account.setting(KEYS).orElse(account.base().isPresent() ? PATH : USUAL);
        if (!at.equals(PATH) && !at.matches("https?://[\\w.:\\[\\]-]+/[\\w./-]*")) {
            throw new InvalidAccountException(
                    "settings." + KEYS, KEYS + " must be a web address, as " + USUAL);
        }
    }

    /// They are public: the account's key is not shown.
    @Override
    public ApiCall keys() {
        return ApiCall.get(at);
    }

    @Override
    public List<byte[]> keys(ApiAnswer answer) {
        var keys = new ArrayList<byte[]>();
        for (var key : answer.body().path("keys")) {
            if (key.path("crv").asText().equals("Ed25519")) {
                bytes(key.path("x").asText()).ifPresent(keys::add);
            }
        }
        return keys;
    }

    private static Optional<byte[]> bytes(String x) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(x))
                    .filter(key -> key.length == KEY_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Instant> signedAt(ProviderCall call) {
        return StandardWebhooks.seconds(call.header("x-fal-webhook-timestamp"));
    }

    @Override
    public boolean isSigned(ProviderCall call, byte[] key) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(publicKey(key));
            signature.update(message(call).getBytes(StandardCharsets.UTF_8));
            return signature.verify(
                    HexFormat.of().parseHex(call.header("x-fal-webhook-signature")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // no signature, or no key
        }
    }

    private static PublicKey publicKey(byte[] key) throws GeneralSecurityException {
        var encoded = new byte[ED25519.length + key.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(key, 0, encoded, ED25519.length, key.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static String message(ProviderCall call) throws GeneralSecurityException {
        var hash = MessageDigest.getInstance("SHA-256").digest(call.body());
        return String.join(
                "\n",
                call.header("x-fal-webhook-request-id"),
                call.header("x-fal-webhook-user-id"),
                call.header("x-fal-webhook-timestamp"),
                HexFormat.of().formatHex(hash));
    }

    /// After a repeat inside fal the second id differs.
    @Override
    public List<ProviderTask> tasks(SubmitAttempt attempt, ApiAnswer body) {
        return Stream.of("/gateway_request_id", "/request_id")
                .flatMap(place -> body.text(place).stream())
                .flatMap(id -> FalApi.task(attempt, id).stream())
                .distinct()
                .map(ProviderTask::new)
                .toList();
    }
}
