package dev.reelay.common.event;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;

/// The hold of an ended job is resolved, on {@link Topics#VIDEO_SETTLEMENTS}. `captured` was spent,
/// `released` is back with the tenant; together they are what was held.
public record HoldSettled(JobId job, TenantId tenant, Credits captured, Credits released) {}
