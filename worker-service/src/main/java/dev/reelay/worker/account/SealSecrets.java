package dev.reelay.worker.account;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.util.SecretBytes;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.worker.provider.InvalidAccountException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;

/// Seals an account's secrets: a fresh key for each sealing, itself sealed by one that is derived
/// from the master key. What is sealed for one account and version opens for no other, so that
/// nothing can be moved between rows.
@Singleton
final class SealSecrets {
    private static final int KEY_ID = 1;
    private static final AesGcmParameters AES_256 = parameters();

    private final Aead aead;

    SealSecrets(MasterKey master) {
        try {
            AeadConfig.register();
            aead = KmsEnvelopeAead.create(AES_256, keyKey(master));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is always there", e);
        }
    }

    @AccessesPartialKey
    private static Aead keyKey(MasterKey master) throws GeneralSecurityException {
        var access = InsecureSecretKeyAccess.get();
        var bytes = master.derive("provider-accounts/" + KEY_ID).getEncoded();
        var key =
                AesGcmKey.builder()
                        .setParameters(AES_256)
                        .setKeyBytes(SecretBytes.copyFrom(bytes, access))
                        .setIdRequirement(KEY_ID)
                        .build();
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key).withFixedId(KEY_ID).makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    private static AesGcmParameters parameters() {
        try {
            return AesGcmParameters.builder()
                    .setKeySizeBytes(32)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.TINK)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is always there", e);
        }
    }

    byte[] seal(String account, int version, Map<String, String> secrets) {
        try {
            var text = EventJson.write(new Secrets(new TreeMap<>(secrets)));
            return aead.encrypt(text.getBytes(StandardCharsets.UTF_8), place(account, version));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("secrets cannot be sealed", e);
        }
    }

    /// Throws {@link InvalidAccountException} where they were sealed for another place or by
    /// another key.
    Map<String, String> open(String account, int version, byte[] sealed) {
        try {
            var text =
                    new String(
                            aead.decrypt(sealed, place(account, version)), StandardCharsets.UTF_8);
            return EventJson.read(text, Secrets.class).all();
        } catch (GeneralSecurityException e) {
            throw new InvalidAccountException(
                    "secrets", "were sealed by another master key; enter them again");
        }
    }

    /// What is sealed.
    record Secrets(Map<String, String> all) {}

    private static byte[] place(String account, int version) {
        return "account|%s|secrets|%d".formatted(account, version).getBytes(StandardCharsets.UTF_8);
    }
}
