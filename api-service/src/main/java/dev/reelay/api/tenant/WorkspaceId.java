package dev.reelay.api.tenant;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.common.id.HexId;
import dev.reelay.common.id.TenantId;
import java.util.Optional;
import java.util.UUID;

/// A workspace's id as a tenant sees it: `ws_` and 32 hex digits.
public final class WorkspaceId {
    private static final String WORD = "ws_";

    private WorkspaceId() {}

    public static String text(UUID workspace) {
        return HexId.text(WORD, workspace);
    }

    public static Optional<UUID> parse(String text) {
        return HexId.parse(WORD, text);
    }

    /// Throws {@link dev.reelay.api.error.GatewayException} for what is none.
    ///
    /// @param field where it stands
    public static UUID read(String field, String text) {
        return parse(text).orElseThrow(() -> invalid(field, "must be the id of a workspace"));
    }

    /// Of the one that was made with the tenant: it has the tenant's id.
    public static UUID first(TenantId tenant) {
        return tenant.value();
    }
}
