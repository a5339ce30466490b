package dev.reelay.billing.correction;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Credits given back after they were captured; a job has one at most, whose id follows from its.
public record Refund(UUID id, JobId job, Credits amount, String reason) {
    static UUID idOf(JobId job) {
        return UUID.nameUUIDFromBytes(("refund:" + job).getBytes(StandardCharsets.UTF_8));
    }
}
