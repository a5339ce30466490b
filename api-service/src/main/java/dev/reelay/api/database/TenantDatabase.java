package dev.reelay.api.database;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The database as a tenant's requests see it, for work that is done for one tenant outside of a
/// request.
@Singleton
public final class TenantDatabase {
    private final TenantConnections connections;

    TenantDatabase(TenantConnections connections) {
        this.connections = connections;
    }

    public Jdbi of(TenantId tenant) {
        var bound = Optional.of(tenant);
        return OpenDatabase.over(() -> connections.open(bound));
    }
}
