package dev.reelay.simulator.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What will become of a task, decided when it is accepted.
///
/// @param queue from acceptance to the start
/// @param render from acceptance to the end; not shorter than `queue`
/// @param files how many it makes when it succeeds
/// @param isTiny one small second, whatever was asked
/// @param code the vendor's own word or number for how it fails
public record Plan(
        Duration queue,
        Duration render,
        Ending ending,
        int files,
        boolean isTiny,
        @Nullable String code) {}
