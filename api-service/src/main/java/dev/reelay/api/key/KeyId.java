package dev.reelay.api.key;

import dev.reelay.common.id.HexId;
import java.util.Optional;
import java.util.UUID;

/// A key's id as a tenant sees it: `key_` and 32 hex digits. It opens nothing.
public final class KeyId {
    private static final String WORD = "key_";

    private KeyId() {}

    public static String text(UUID key) {
        return HexId.text(WORD, key);
    }

    public static Optional<UUID> parse(String text) {
        return HexId.parse(WORD, text);
    }
}
