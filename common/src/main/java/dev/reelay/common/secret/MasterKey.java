package dev.reelay.common.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// The secret of the installation. Derives a key per purpose by HKDF, so that none of them tells
/// anything about another.
public final class MasterKey {
    private static final int BYTES = 32;

    private final byte[] secret;

    /// Throws `IllegalStateException` where the text is not 32 bytes in base64.
    public MasterKey(String base64) {
        secret = decode(base64);
    }

    private static byte[] decode(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64.strip());
            if (bytes.length == BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below; the exception would carry a piece of the secret.
        }
        throw new IllegalStateException(
                "REELAY_MASTER_KEY must be 32 random bytes in base64: openssl rand -base64 32");
    }

    /// The 32-byte key of {@link Hmac} for one purpose; the same every time.
    public SecretKey derive(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            Hmac.ALGORITHM,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK 25 has HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey";
    }
}
