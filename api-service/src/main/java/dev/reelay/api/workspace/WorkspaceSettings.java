package dev.reelay.api.workspace;

import dev.reelay.api.key.SpendLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a workspace sets for its keys and jobs.
///
/// @param dialect of keys that were made without one; null for the native one
/// @param usualCallback for jobs that name no address, in the APIs that have such a default
/// @param origins see {@link dev.reelay.api.tenant.CallbackPolicy}
/// @param spending of all its keys together
/// @param promptsKept see {@link dev.reelay.api.tenant.Plan}; null for as long as the plan says
/// @param ownAccountModels models of the catalogue that are rendered with the tenant's own accounts
///   at upstreams, and with no other
/// @param archived its keys are refused; jobs that were accepted go on
public record WorkspaceSettings(
        String name,
        @Nullable String dialect,
        @Nullable URI usualCallback,
        List<String> origins,
        SpendLimits spending,
        @Nullable Duration promptsKept,
        Set<String> ownAccountModels,
        boolean archived) {
    public WorkspaceSettings {
        origins = List.copyOf(origins);
        ownAccountModels = Set.copyOf(ownAccountModels);
    }

    /// Not the addresses, which may hold a tenant's token.
    @Override
    public String toString() {
        return name;
    }
}
