package dev.reelay.billing.correction;

import dev.reelay.common.id.JobId;
import java.util.UUID;

/// The ids under which jobs are refunded.
public final class RefundIds {
    private RefundIds() {}

    public static UUID of(JobId job) {
        return Refund.idOf(job);
    }
}
