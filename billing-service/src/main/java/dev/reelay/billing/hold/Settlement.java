package dev.reelay.billing.hold;

import dev.reelay.billing.margin.JobCharge;
import dev.reelay.common.event.JobReport;
import java.util.List;

/// A hold as the end of its job leaves it, and what upstreams charged for the job.
record Settlement(Hold hold, List<JobCharge> charges) {
    static Settlement of(Hold hold, JobReport end) {
        return new Settlement(hold.settledBy(end), JobCharge.of(end));
    }
}
