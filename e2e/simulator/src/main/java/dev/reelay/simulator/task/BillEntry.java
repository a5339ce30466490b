package dev.reelay.simulator.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One task that was accepted, as the vendor's books have it.
///
/// @param promptHash SHA-256 of the prompt's UTF-8, in lower-case hex
/// @param key the first credential of the account
/// @param state as it is now
/// @param isPaid whether it costs money: not when it failed, expired or was cancelled
public record BillEntry(
        String vendor,
        String taskId,
        @Nullable String clientToken,
        String model,
        String promptHash,
        int seconds,
        String key,
        Instant time,
        Phase state,
        boolean isPaid) {}
