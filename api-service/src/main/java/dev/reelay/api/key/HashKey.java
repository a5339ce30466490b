package dev.reelay.api.key;

import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// HMAC-SHA256 under a pepper that the database does not have, so a stolen table opens nothing.
@Singleton
final class HashKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey pepper;

    HashKey(MasterKey master) {
        pepper = master.derive(ALGORITHM, "api-key pepper v1");
    }

    byte[] hash(ApiKey key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(pepper);
            return mac.doFinal(key.text().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
