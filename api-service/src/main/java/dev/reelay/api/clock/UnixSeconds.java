package dev.reelay.api.clock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times as most of our APIs write them.
public final class UnixSeconds {
    private UnixSeconds() {}

    /// Null for null.
    public static @Nullable Long of(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }
}
