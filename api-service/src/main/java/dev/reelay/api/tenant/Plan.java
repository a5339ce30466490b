package dev.reelay.api.tenant;

import dev.reelay.common.catalogue.Resolution;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a tenant may have.
///
/// @param rank a plan includes every plan of a lower rank
/// @param weight share in the fair queue
/// @param jobsAtOnce how many executions may hold a slot
/// @param filesKept how long the files of a completed job are served
/// @param longestSeconds of a clip; null without a limit of its own
/// @param highestResolution of a clip; null without a limit of its own
public record Plan(
        String id,
        int rank,
        int weight,
        int jobsAtOnce,
        Duration filesKept,
        @Nullable Integer longestSeconds,
        @Nullable Resolution highestResolution) {}
