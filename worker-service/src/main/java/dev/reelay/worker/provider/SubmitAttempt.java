package dev.reelay.worker.provider;

import dev.reelay.common.event.JobSpec;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One send of one output of a job to one route.
///
/// @param id ours, unique for ever; given to the upstream as client token where it takes one
/// @param output 0-based index of the output among those the job asked for
/// @param model the route's own name for the model
/// @param seconds length to render: the ordered one, or the next longer one that the route makes
/// @param callback where the upstream may say that something has changed, with any body or none;
///   null where this installation has no address for that. Plain http only on a developer's
///   machine: an adapter whose upstream refuses that leaves it out. It holds a secret
public record SubmitAttempt(
        UUID id, JobSpec spec, int output, String model, int seconds, @Nullable URI callback) {}
