package dev.reelay.api.dialect;

import dev.reelay.api.key.Caller;
import org.jspecify.annotations.Nullable;

/// Who calls, and what of the headers counts.
///
/// @param prefer as RFC 7240 has it
public record Call(
        Caller caller,
        @Nullable String idempotencyKey,
        @Nullable String traceparent,
        @Nullable String prefer) {}
