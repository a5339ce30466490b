package dev.reelay.billing.database;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/// Jdbi over the service's pool, and the clock of the process. Guards never ask that clock: they
/// use the database's `now()`.
class Database {
    @Produces
    @Singleton
    Jdbi jdbi(DataSource pool) {
        return Jdbi.create(pool)
                .registerArrayType(UUID.class, "uuid")
                .registerArrayType(Long.class, "bigint");
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
