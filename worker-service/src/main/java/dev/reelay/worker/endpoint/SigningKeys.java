package dev.reelay.worker.endpoint;

import dev.reelay.common.secret.WebhookSecret;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/// One generation of what an address is signed to: a secret shared with its owner, and a key whose
/// public half is all that they need.
public record SigningKeys(WebhookSecret secret, Ed25519PrivateKeyParameters privateKey) {
    /// As the tenant is shown it: `whpk_` and the 32 bytes of an ed25519 public key in base64.
    public String publicText() {
        return "whpk_"
                + Base64.getEncoder().encodeToString(privateKey.generatePublicKey().getEncoded());
    }

    @Override
    public String toString() {
        return "SigningKeys";
    }
}
