package dev.reelay.api.export;

import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A file of all that there is of a tenant, asked for by an operator.
///
/// @param file what was made; null while it is being made
public record Export(UUID id, TenantId tenant, Instant askedAt, @Nullable Made file) {
    /// @param expiresAt when the file goes
    public record Made(Instant at, long bytes, Instant expiresAt) {}

    /// Of the object.
    String key() {
        return "exports/" + tenant + "/" + id + ".zip";
    }
}
