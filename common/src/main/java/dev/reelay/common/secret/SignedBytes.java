package dev.reelay.common.secret;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;

/// Bytes as text that nobody else can make or change: the bytes, and 16 more that prove them.
/// Nobody is kept from reading them.
public final class SignedBytes {
    /// So many bytes the proof has.
    public static final int PROOF = 16;

    private static final byte[] NOTHING = {};

    private final SecretKey key;

    public SignedBytes(SecretKey key) {
        this.key = key;
    }

    /// Letters, digits, `-` and `_`; the same every time.
    public String text(byte[] facts) {
        return text(facts, NOTHING);
    }

    /// @param purpose what the text is good for alone; it does not stand in it
    public String text(byte[] facts, byte[] purpose) {
        var all = ByteBuffer.allocate(facts.length + PROOF).put(facts).put(proof(facts, purpose));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    }

    /// Empty where the text is not one of ours.
    public Optional<ByteBuffer> read(String text) {
        return read(text, NOTHING);
    }

    /// Empty where the text is not one of ours for this purpose.
    public Optional<ByteBuffer> read(String text, byte[] purpose) {
        var all = decoded(text);
        if (all.length < PROOF) {
            return Optional.empty();
        }
        var facts = Arrays.copyOf(all, all.length - PROOF);
        var proof = Arrays.copyOfRange(all, facts.length, all.length);
        return MessageDigest.isEqual(proof, proof(facts, purpose))
                ? Optional.of(ByteBuffer.wrap(facts))
                : Optional.empty();
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return NOTHING;
        }
    }

    private byte[] proof(byte[] facts, byte[] purpose) {
        return Arrays.copyOf(Hmac.sign(key, facts, purpose), PROOF);
    }
}
