package dev.reelay.api.key;

import dev.reelay.common.id.HexId;
import java.util.Optional;
import java.util.UUID;

/// A member's id as a tenant sees it: `member_` and 32 hex digits.
public final class MemberId {
    private static final String WORD = "member_";

    private MemberId() {}

    public static String text(UUID member) {
        return HexId.text(WORD, member);
    }

    public static Optional<UUID> parse(String text) {
        return HexId.parse(WORD, text);
    }
}
