package dev.reelay.worker.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One try to post a delivery, as it is kept.
///
/// @param status null where nobody answered
/// @param error null where somebody did
/// @param answer the beginning of what was answered, at most 1 KiB
record Attempt(
        Instant startedAt,
        Duration took,
        @Nullable Integer status,
        @Nullable String error,
        byte @Nullable [] answer) {}
