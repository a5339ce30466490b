package dev.reelay.api.credit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// On whose behalf credits are held.
///
/// @param plan by which prices may differ
/// @param key under which the spending is counted
/// @param workspace that the job belongs to
/// @param endUser the tenant's own word for its user
public record Asker(
        String plan, UUID key, UUID workspace, @Nullable String endUser, Limits limits) {}
