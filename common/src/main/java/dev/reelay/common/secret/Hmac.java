package dev.reelay.common.secret;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// HMAC-SHA256.
public final class Hmac {
    /// The name that keys for it are made under.
    public static final String ALGORITHM = "HmacSHA256";

    private Hmac() {}

    /// The 32 bytes over all parts, one after the other.
    public static byte[] sign(SecretKey key, byte[]... parts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
