package dev.reelay.api.key;

import dev.reelay.api.tenant.Plan;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who calls, as the key says.
public record Caller(
        TenantId tenant,
        UUID key,
        KeyMode mode,
        Set<Scope> scopes,
        Plan plan,
        @Nullable Instant expiresAt) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean isTest() {
        return mode == KeyMode.TEST;
    }
}
