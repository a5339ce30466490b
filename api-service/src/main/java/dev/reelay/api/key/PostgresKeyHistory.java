package dev.reelay.api.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.common.id.TenantId;
import org.jdbi.v3.core.Handle;

/// Writes down what happened to a key, in the transaction that made it happen.
public interface PostgresKeyHistory {
    /// @param key what a person recognises it by, never its text
    void revoked(Handle handle, TenantId tenant, JsonNode key);
}
