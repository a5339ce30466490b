package dev.reelay.api.key;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a key may do, and where.
///
/// @param dialect what it speaks where the path does not tell; null for the native one
/// @param models ids of the catalogue that it may name; null for all that the plan has
/// @param addresses that it may be used from; null for any
/// @param expiresAt from then on it is refused; null for never
/// @param spending what it may spend
/// @param workspace that it belongs to, for good
public record KeySettings(
        String name,
        KeyMode mode,
        Set<Scope> scopes,
        @Nullable String dialect,
        @Nullable Set<String> models,
        @Nullable List<AddressRange> addresses,
        @Nullable Instant expiresAt,
        SpendLimits spending,
        UUID workspace) {
    public KeySettings {
        scopes = Set.copyOf(scopes);
        models = models == null ? null : Set.copyOf(models);
        addresses = addresses == null ? null : List.copyOf(addresses);
    }
}
