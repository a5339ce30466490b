package dev.reelay.api.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelay.common.id.TenantId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;
import org.postgresql.jdbc.PgConnection;

/// Connections of the pool, each bound to the tenant whose request it serves: it runs as a role
/// that row-level security binds, with `reelay.tenant` set. Other connections run as the service
/// itself. One that served the same before is handed out as it is; else the server is told, in one
/// round trip.
@Singleton
final class TenantConnections implements ConnectionFactory {
    private static final String BIND =
            "select set_config('reelay.tenant', ?, false),"
                    + " set_config('role', case when ? then session_user || '_tenant'"
                    + " else 'none' end, false)";
    private static final String READ = "select from job limit 0";
    private static final String NO_SUCH_ROLE = "22023";
    private static final String NOT_ALLOWED = "42501";
    private static final Optional<TenantId> NOBODY = Optional.empty();
    private static final Object IN_DOUBT = new Object();

    private final AgroalDataSource pool;
    private final CurrentTenant current;

    /// What the server was told last, for as long as there is the connection; compared by identity.
    private final Cache<PgConnection, Object> bound = Caffeine.newBuilder().weakKeys().build();

    TenantConnections(AgroalDataSource pool, CurrentTenant current) {
        this.pool = pool;
        this.current = current;
    }

    @Override
    public Connection openConnection() throws SQLException {
        return open(current.find());
    }

    /// @param tenant empty for the service itself
    @SuppressWarnings("MustBeClosedChecker")
    Connection open(Optional<TenantId> tenant) throws SQLException {
        var connection = pool.getConnection();
        try {
            var physical = connection.unwrap(PgConnection.class);
            if (!tenant.equals(bound.get(physical, _ -> NOBODY))) {
                bound.put(physical, IN_DOUBT);
                bind(connection, tenant);
                bound.put(physical, tenant);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// Throws `IllegalStateException` at start where the second role cannot be taken on or may not
    /// read, as after a move to another server, rather than at the first request.
    void check(@Observes StartupEvent event) {
        try (var connection = open(Optional.of(TenantId.next()));
                var read = connection.prepareStatement(READ)) {
            read.execute();
        } catch (SQLException e) {
            refuseToStart(e);
        }
    }

    /// Not for a database that is away for a moment.
    private static void refuseToStart(SQLException cause) {
        var state = Objects.requireNonNullElse(cause.getSQLState(), "");
        if (state.equals(NO_SUCH_ROLE) || state.equals(NOT_ALLOWED)) {
            throw new IllegalStateException(
                    "the role of tenants' requests, called as the database's login with _tenant"
                            + " behind it, is missing, not granted to the login or may not read:"
                            + " see docs/operating.md, The role of tenants' requests",
                    cause);
        }
    }

    private static void bind(Connection connection, Optional<TenantId> tenant) throws SQLException {
        try (var bind = connection.prepareStatement(BIND)) {
            bind.setString(1, tenant.map(TenantId::toString).orElse(""));
            bind.setBoolean(2, tenant.isPresent());
            bind.execute();
        }
    }
}
