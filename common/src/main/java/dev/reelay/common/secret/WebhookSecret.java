package dev.reelay.common.secret;

import dev.reelay.common.id.TenantId;
import java.util.Base64;
import javax.crypto.SecretKey;

/// The secret that a tenant verifies callbacks with, in the form of Standard Webhooks. It is
/// derived and stored nowhere.
public final class WebhookSecret {
    private static final int GENERATION = 1;

    private final SecretKey key;

    private WebhookSecret(SecretKey key) {
        this.key = key;
    }

    /// The secret of the tenant's `callback_url`s; the same every time.
    public static WebhookSecret of(MasterKey master, TenantId tenant) {
        return new WebhookSecret(master.derive("webhook/%d/%s".formatted(GENERATION, tenant)));
    }

    /// Signs by HMAC-SHA256.
    public SecretKey key() {
        return key;
    }

    /// As the tenant is shown it: `whsec_` and 32 bytes in base64.
    public String text() {
        return "whsec_" + Base64.getEncoder().encodeToString(key.getEncoded());
    }

    @Override
    public String toString() {
        return "WebhookSecret";
    }
}
