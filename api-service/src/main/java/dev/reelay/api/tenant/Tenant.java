package dev.reelay.api.tenant;

import dev.reelay.common.id.TenantId;
import java.time.Instant;

/// Who jobs, files and credits belong to.
public record Tenant(
        TenantId id,
        String name,
        String plan,
        CallbackPolicy.Mode callbackMode,
        Instant createdAt) {}
