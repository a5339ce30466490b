package dev.reelay.api.key;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A member as its tenant sees one.
///
/// @param name what the issuer called the person when they last came
/// @param role `owner`, `developer` or `viewer`, when they last came
/// @param workspace in which they work; that of the tenant when they first come
/// @param firstSeenAt when they came for the first time
/// @param blockedAt since when they are shut out; null where they are not
public record MemberCard(
        UUID id,
        String name,
        String role,
        UUID workspace,
        Instant firstSeenAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant blockedAt) {}
