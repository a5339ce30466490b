package dev.reelay.worker.asset;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Failure;

/// What came of an errand.
public sealed interface StoreAnswer {
    record Stored(JobReport.Output asset) implements StoreAnswer {}

    /// What the provider delivered is no clip, now and later.
    record Unusable(Failure failure) implements StoreAnswer {}

    /// It could not be fetched or kept this time.
    record NotNow(String why) implements StoreAnswer {}
}
