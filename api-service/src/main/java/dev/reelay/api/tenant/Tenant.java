package dev.reelay.api.tenant;

import dev.reelay.common.id.TenantId;
import java.time.Instant;

/// Who jobs, files and credits belong to.
///
/// @param suspended it reads what it has, and begins nothing new
public record Tenant(
        TenantId id,
        String name,
        String plan,
        CallbackPolicy.Mode callbackMode,
        boolean suspended,
        Instant createdAt) {}
