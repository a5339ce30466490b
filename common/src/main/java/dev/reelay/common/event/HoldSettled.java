package dev.reelay.common.event;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;

/// The hold of an ended job is resolved, on {@link Topics#VIDEO_SETTLEMENTS}. `captured` was spent,
/// `released` is back with the tenant; together they are what was held.
///
/// @param refunded what was given back later of what was captured; once it is above zero it stays
public record HoldSettled(
        JobId job, TenantId tenant, Credits captured, Credits released, Credits refunded) {
    @SuppressWarnings("NullAway") // older messages have no such member
    public HoldSettled {
        refunded = refunded == null ? Credits.ZERO : refunded;
    }

    /// Nothing was refunded.
    public HoldSettled(JobId job, TenantId tenant, Credits captured, Credits released) {
        this(job, tenant, captured, released, Credits.ZERO);
    }
}
