package dev.reelay.worker.provider;

import dev.reelay.common.event.JobSpec;
import java.util.UUID;

/// One send of one output of a job to one route.
///
/// @param id ours, unique for ever; given to the upstream as client token where it takes one
/// @param output 0-based index of the output among those the job asked for
/// @param model the route's own name for the model
public record SubmitAttempt(UUID id, JobSpec spec, int output, String model) {}
