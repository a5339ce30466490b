package dev.reelay.api.key;

import dev.reelay.api.tenant.CallbackPolicy;
import dev.reelay.api.tenant.Plan;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who calls, as the key says.
///
/// @param dialect what the key speaks where the path does not tell; null where it was made without
public record Caller(
        TenantId tenant,
        UUID key,
        KeyMode mode,
        Set<Scope> scopes,
        Plan plan,
        CallbackPolicy callbacks,
        @Nullable String dialect,
        @Nullable Instant expiresAt) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean isTest() {
        return mode == KeyMode.TEST;
    }
}
