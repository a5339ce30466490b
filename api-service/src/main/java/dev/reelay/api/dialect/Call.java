package dev.reelay.api.dialect;

import dev.reelay.api.key.Caller;
import org.jspecify.annotations.Nullable;

/// Who calls, and what of the headers counts.
///
/// @param retries how often the client says that it has sent this before
/// @param prefer as RFC 7240 has it
public record Call(
        Caller caller,
        @Nullable String idempotencyKey,
        @Nullable String retries,
        @Nullable String traceparent,
        @Nullable String prefer) {}
