package dev.reelay.api.tenant;

import java.time.Duration;

/// What a tenant may have.
///
/// @param rank a plan includes every plan of a lower rank
/// @param weight share in the fair queue
/// @param jobsAtOnce how many executions may hold a slot
/// @param filesKept how long the files of a completed job are served
public record Plan(String id, int rank, int weight, int jobsAtOnce, Duration filesKept) {}
