package dev.reelay.simulator.vendor;

import dev.reelay.simulator.task.Dummy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/// The Ed25519 signature of fal's webhooks. The key is that of the contract's worked example, so
/// its public half is known.
final class FalSignature {
    static final String PUBLIC_KEY = "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg";
    private static final int SEED_BYTES = 32;

    private FalSignature() {}

    /// Lower-case hex of 64 bytes.
    static String of(String requestId, String userId, long timestamp, byte[] body) {
        var message =
                String.join(
                        "\n",
                        requestId,
                        userId,
                        Long.toString(timestamp),
                        HexFormat.of().formatHex(Dummy.sha256(body)));
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key());
            signature.update(message.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    private static PrivateKey key() throws GeneralSecurityException {
        var seed = new byte[SEED_BYTES];
        for (var each = 0; each < SEED_BYTES; each++) {
            seed[each] = (byte) each;
        }
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }
}
