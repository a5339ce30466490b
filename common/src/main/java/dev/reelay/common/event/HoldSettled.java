package dev.reelay.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import org.jspecify.annotations.Nullable;

/// The hold of an ended job is resolved, on {@link Topics#VIDEO_SETTLEMENTS}. `captured` was spent,
/// `released` is back with the tenant; together they are what was held.
///
/// @param refunded what was given back later of what was captured; once it is above zero it stays
/// @param gaps how often the books had been set back to a backup when this was told; what was told
///   before the last time may have been forgotten; null for never
public record HoldSettled(
        JobId job,
        TenantId tenant,
        Credits captured,
        Credits released,
        Credits refunded,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer gaps) {
    @SuppressWarnings("NullAway") // older messages have no such member
    public HoldSettled {
        refunded = refunded == null ? Credits.ZERO : refunded;
    }

    public HoldSettled(
            JobId job, TenantId tenant, Credits captured, Credits released, Credits refunded) {
        this(job, tenant, captured, released, refunded, null);
    }

    /// The same, told after so many gaps.
    public HoldSettled after(int count) {
        return new HoldSettled(
                job, tenant, captured, released, refunded, count == 0 ? null : count);
    }

    /// Nothing was refunded.
    public HoldSettled(JobId job, TenantId tenant, Credits captured, Credits released) {
        this(job, tenant, captured, released, Credits.ZERO);
    }
}
