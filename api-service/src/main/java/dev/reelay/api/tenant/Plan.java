package dev.reelay.api.tenant;

import dev.reelay.common.catalogue.Resolution;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a tenant may have. Null is no limit of the plan's own.
///
/// @param rank a plan includes every plan of a lower rank
/// @param weight share in the fair queue
/// @param jobsAtOnce how many executions may hold a slot
/// @param jobsQueued how many accepted jobs may wait for one
/// @param jobsPerDay accepted from midnight to midnight, UTC
/// @param requestsPerSecond that change something, on each replica
/// @param filesKept how long the files of a completed job are served
/// @param promptsKept how long what its tenants wrote is kept after the end of a job, at most
/// @param longestSeconds of a clip
/// @param highestResolution of a clip
/// @param models ids of the catalogue that it has of those its rank allows; null for all of them
public record Plan(
        String id,
        int rank,
        int weight,
        int jobsAtOnce,
        @Nullable Integer jobsQueued,
        @Nullable Integer jobsPerDay,
        @Nullable Integer requestsPerSecond,
        Duration filesKept,
        Duration promptsKept,
        @Nullable Integer longestSeconds,
        @Nullable Resolution highestResolution,
        @Nullable Set<String> models) {
    public Plan {
        models = models == null ? null : Set.copyOf(models);
    }

    /// Whether a model of its rank is among the plan's.
    public boolean has(String model) {
        return models == null || models.contains(model);
    }
}
