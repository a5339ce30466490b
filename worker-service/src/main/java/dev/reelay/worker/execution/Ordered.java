package dev.reelay.worker.execution;

import dev.reelay.common.event.JobSpec;

/// What was ordered, as far as it says how long a render takes.
///
/// @param model of the catalogue
record Ordered(String model, String resolution, int seconds) {
    static Ordered of(JobSpec spec) {
        return new Ordered(spec.model(), spec.resolution(), spec.seconds());
    }
}
