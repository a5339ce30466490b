package dev.reelay.common.secret;

import dev.reelay.common.id.TenantId;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.SecretKey;

/// A secret that a tenant verifies deliveries with, in the form of Standard Webhooks. It is derived
/// and stored nowhere; rotating is to go on to the next generation.
public final class WebhookSecret {
    private static final int FIRST = 1;

    private final SecretKey key;

    private WebhookSecret(SecretKey key) {
        this.key = key;
    }

    /// The first secret of the tenant's `callback_url`s; the same every time.
    public static WebhookSecret of(MasterKey master, TenantId tenant) {
        return of(master, tenant, FIRST);
    }

    /// @param generation from 1
    public static WebhookSecret of(MasterKey master, TenantId tenant, int generation) {
        return new WebhookSecret(master.derive("webhook/%d/%s".formatted(generation, tenant)));
    }

    /// The secret of one registered endpoint.
    ///
    /// @param generation from 1
    public static WebhookSecret of(
            MasterKey master, TenantId tenant, UUID endpoint, int generation) {
        return new WebhookSecret(
                master.derive("webhook/%d/%s/%s".formatted(generation, tenant, endpoint)));
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
