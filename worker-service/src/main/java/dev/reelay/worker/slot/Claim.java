package dev.reelay.worker.slot;

import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.Route;
import java.util.UUID;

/// The right to submit one execution, until its lease ends or a newer epoch is seen.
///
/// @param output 0-based index among the job's outputs
/// @param account whose slot was taken
/// @param trial whether the account was closed, and this shows whether it works again
/// @param attempt new with this claim
public record Claim(
        JobSpec spec,
        int output,
        int epoch,
        Route route,
        String account,
        boolean trial,
        UUID attempt) {}
