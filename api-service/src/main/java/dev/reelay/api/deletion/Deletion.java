package dev.reelay.api.deletion;

import dev.reelay.common.id.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a tenant's deletion is.
///
/// @param doneAt null while anything is left
public record Deletion(TenantId tenant, Instant askedAt, @Nullable Instant doneAt, Left left) {
    /// How many are still to go.
    ///
    /// @param keys keys and members that could still be used or named
    /// @param videos those that have not ended, are not settled yet or still have files
    public record Left(long keys, long videos, long uploads, long exports) {
        boolean isNothing() {
            return keys + videos + uploads + exports == 0;
        }
    }
}
