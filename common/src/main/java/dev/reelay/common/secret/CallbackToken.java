package dev.reelay.common.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/// Names an attempt in the callback address that its provider is given, and proves that we gave it.
/// Nothing is stored: the worker makes tokens, the api reads them.
public final class CallbackToken {
    private static final int ID = 16;
    private static final int PROOF = 16;

    private final SecretKey key;

    public CallbackToken(MasterKey master) {
        key = master.derive("provider-callback/1");
    }

    /// 43 letters, digits, `-` and `_`; the same every time.
    public String of(String provider, UUID attempt) {
        var id = bytes(attempt);
        var token = ByteBuffer.allocate(ID + PROOF).put(id).put(proof(provider, id));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /// The attempt, where this is its token for the provider.
    public Optional<UUID> read(String provider, String token) {
        var bytes = decoded(token);
        if (bytes.length != ID + PROOF) {
            return Optional.empty();
        }
        var id = Arrays.copyOf(bytes, ID);
        var proof = Arrays.copyOfRange(bytes, ID, ID + PROOF);
        return MessageDigest.isEqual(proof, proof(provider, id))
                ? Optional.of(uuid(id))
                : Optional.empty();
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] proof(String provider, byte[] attempt) {
        var signed = Hmac.sign(key, attempt, provider.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(signed, PROOF);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(ID)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static UUID uuid(byte[] id) {
        var buffer = ByteBuffer.wrap(id);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
