package dev.reelay.api.workspace;

import dev.reelay.api.tenant.CallbackPolicy;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A part of a tenant with keys, budgets and defaults of its own. All of a tenant's keys see all of
/// its videos, whatever workspace made them.
///
/// @param callbackMode is the operator's to set for the tenant
public record Workspace(
        UUID id,
        WorkspaceSettings settings,
        CallbackPolicy.Mode callbackMode,
        Instant createdAt,
        @Nullable Instant archivedAt) {}
