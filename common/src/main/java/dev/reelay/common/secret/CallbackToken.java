package dev.reelay.common.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Names an attempt in the callback address that its provider is given, and proves that we gave it.
/// Nothing is stored: the worker makes tokens, the api reads them.
public final class CallbackToken {
    private static final int ID = 16;

    private final SignedBytes signed;

    public CallbackToken(MasterKey master) {
        signed = new SignedBytes(master.derive("provider-callback/1"));
    }

    /// 43 letters, digits, `-` and `_`; the same every time.
    public String of(String provider, UUID attempt) {
        var id =
                ByteBuffer.allocate(ID)
                        .putLong(attempt.getMostSignificantBits())
                        .putLong(attempt.getLeastSignificantBits());
        return signed.text(id.array(), bytes(provider));
    }

    /// The attempt, where this is its token for the provider.
    public Optional<UUID> read(String provider, String token) {
        return signed.read(token, bytes(provider))
                .filter(id -> id.remaining() == ID)
                .map(id -> new UUID(id.getLong(), id.getLong()));
    }

    private static byte[] bytes(String provider) {
        return provider.getBytes(StandardCharsets.UTF_8);
    }
}
