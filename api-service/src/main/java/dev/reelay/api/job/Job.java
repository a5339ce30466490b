package dev.reelay.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.credit.Price;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our promise to make what was asked, as a tenant may see it.
///
/// @param model the id that the client sent
/// @param ancestry the video it was made from
/// @param price what is held; null only while accepting
/// @param report the worker's newest; null before the first
/// @param settlement where the money went; null before billing told
/// @param filesUntil when the files of a completed job go
/// @param filesGone whether they went
public record Job(
        String dialect,
        String model,
        JobState state,
        JobSpec spec,
        int expectedSeconds,
        @Nullable ObjectNode metadata,
        Ancestry ancestry,
        @Nullable Price price,
        @Nullable JobReport report,
        @Nullable Settlement settlement,
        @Nullable Instant endedAt,
        @Nullable Instant filesUntil,
        boolean filesGone) {

    /// How a hold was resolved.
    ///
    /// @param refunded what was given back later of what was captured
    public record Settlement(Credits captured, Credits released, Credits refunded) {}

    public JobId id() {
        return spec.job();
    }

    public TenantId tenant() {
        return spec.tenant();
    }

    /// Length of each clip that is delivered: what was made for it, and what it continues.
    public int seconds() {
        return ancestry.continuedSeconds() + spec.seconds();
    }

    public int progress() {
        return report == null ? 0 : report.progress();
    }

    public List<JobReport.Output> outputs() {
        return report == null ? List.of() : report.outputs();
    }

    public List<String> warnings() {
        return report == null ? List.of() : report.warnings();
    }

    public JobReport.@Nullable Failure failure() {
        return report == null ? null : report.failure();
    }

    /// The same job at a price, queued.
    public Job queuedAt(Price held) {
        return new Job(
                dialect,
                model,
                JobState.QUEUED,
                spec,
                expectedSeconds,
                metadata,
                ancestry,
                held,
                null,
                null,
                null,
                null,
                false);
    }
}
