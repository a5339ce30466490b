package dev.reelay.worker.internal;

import dev.reelay.common.id.TenantId;
import dev.reelay.worker.internal.Refused.Unknown;

/// For whom the api calls.
public final class Caller {
    private Caller() {}

    /// The tenant of a path; one that cannot be has nothing.
    public static TenantId tenant(String text) {
        return TenantId.parse(text).orElseThrow(Unknown::new);
    }
}
