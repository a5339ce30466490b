package dev.reelay.api.key;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key as its owner sees it: all but its text.
///
/// @param prefix its beginning, by which with the end a person recognises it
/// @param lastUsedAt to five minutes
/// @param replacedBy the key that it was rotated to
public record KeyCard(
        UUID id,
        KeySettings settings,
        String prefix,
        String last4,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable UUID replacedBy) {}
