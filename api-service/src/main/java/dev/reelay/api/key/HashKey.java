package dev.reelay.api.key;

import dev.reelay.common.secret.Hmac;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/// HMAC-SHA256 under a pepper that the database does not have, so a stolen table opens nothing.
@Singleton
final class HashKey {
    private final SecretKey pepper;

    HashKey(MasterKey master) {
        pepper = master.derive("api-key pepper v1");
    }

    byte[] hash(ApiKey key) {
        return Hmac.sign(pepper, key.text().getBytes(StandardCharsets.UTF_8));
    }
}
