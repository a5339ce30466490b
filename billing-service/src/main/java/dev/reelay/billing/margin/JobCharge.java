package dev.reelay.billing.margin;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Charge;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an upstream charged for an attempt of a job.
public record JobCharge(JobId job, TenantId tenant, Charge charge) {
    /// Those that a report tells of. One that lacks a member is none.
    public static List<JobCharge> of(JobReport report) {
        return report.charges().stream()
                .filter(JobCharge::isWhole)
                .map(charge -> new JobCharge(report.job(), report.tenant(), charge))
                .toList();
    }

    private static boolean isWhole(Charge charge) {
        return charge.attempt() != null
                && isText(charge.provider())
                && isText(charge.account())
                && isText(charge.model())
                && charge.costMicros() >= 0;
    }

    private static boolean isText(@Nullable String text) {
        return text != null && text.indexOf(0) < 0;
    }
}
