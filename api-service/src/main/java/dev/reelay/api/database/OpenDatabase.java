package dev.reelay.api.database;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/// Jdbi over the pool, behind the second wall between tenants. Transactions are Jdbi's own; there
/// is no JTA. Errors tell neither statements nor their arguments: those carry prompts.
final class OpenDatabase {
    @Produces
    @Singleton
    Jdbi jdbi(TenantConnections connections) {
        return over(connections);
    }

    static Jdbi over(ConnectionFactory connections) {
        return Jdbi.create(connections)
                .configure(
                        StatementExceptions.class,
                        errors -> errors.setMessageRendering(MessageRendering.NONE));
    }
}
