package dev.reelay.api.credit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// On whose behalf credits are held.
///
/// @param key under which the spending is counted
/// @param endUser the tenant's own word for its user
public record Asker(UUID key, @Nullable String endUser, Limits limits) {}
