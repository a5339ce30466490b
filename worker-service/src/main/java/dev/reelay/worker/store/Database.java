package dev.reelay.worker.store;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/// The worker's own database, spoken to in plain SQL.
@ApplicationScoped
public class Database {
    @Produces
    @Singleton
    static Jdbi jdbi(AgroalDataSource source) {
        return over(source);
    }

    /// Jdbi that knows the arrays our statements take, and whose errors tell neither statements nor
    /// their arguments: those carry prompts.
    public static Jdbi over(DataSource source) {
        return Jdbi.create(source)
                .registerArrayType(UUID.class, "uuid")
                .registerArrayType(String.class, "text")
                .registerArrayType(Integer.class, "int")
                .registerArrayType(OffsetDateTime.class, "timestamptz")
                .configure(
                        StatementExceptions.class,
                        errors -> errors.setMessageRendering(MessageRendering.NONE));
    }
}
