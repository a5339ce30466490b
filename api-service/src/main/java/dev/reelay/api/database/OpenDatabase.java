package dev.reelay.api.database;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/// Jdbi over the pool. Transactions are Jdbi's own; there is no JTA. Errors tell neither statements
/// nor their arguments: those carry prompts.
final class OpenDatabase {
    @Produces
    @Singleton
    Jdbi jdbi(AgroalDataSource pool) {
        return Jdbi.create(pool)
                .configure(
                        StatementExceptions.class,
                        errors -> errors.setMessageRendering(MessageRendering.NONE));
    }
}
