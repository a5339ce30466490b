package dev.reelay.worker.fidelity;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Failure;
import java.util.List;

/// What becomes of a clip that was brought home.
public sealed interface Judgement {
    /// It is the job's.
    ///
    /// @param mismatches what is to be recorded of it
    record Delivered(JobReport.Output clip, List<Mismatch> mismatches) implements Judgement {}

    /// It is not what was ordered, and the operator wants no such clip delivered.
    record Rejected(Failure failure, List<Mismatch> mismatches) implements Judgement {}
}
