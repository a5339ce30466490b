package dev.reelay.billing.model;

import dev.reelay.testing.RealParts;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/// An empty ledger of its own, migrated as the service does it, in a real PostgreSQL without the
/// service around it. It is gone when this is closed.
final class Schema implements AutoCloseable {
    private final String name;
    private final AgroalDataSource pool;

    /// @param connections at most
    Schema(String name, int connections) throws SQLException {
        this.name = name;
        var database = RealParts.postgres("reelay_ledger");
        this.pool =
                AgroalDataSource.from(
                        new AgroalDataSourceConfigurationSupplier()
                                .connectionPoolConfiguration(
                                        all ->
                                                all.maxSize(connections)
                                                        .acquisitionTimeout(Duration.ofSeconds(60))
                                                        .connectionFactoryConfiguration(
                                                                one ->
                                                                        one.jdbcUrl(
                                                                                        database
                                                                                                .jdbcUrl())
                                                                                .principal(
                                                                                        new NamePrincipal(
                                                                                                database
                                                                                                        .username()))
                                                                                .credential(
                                                                                        new SimplePassword(
                                                                                                database
                                                                                                        .password()))
                                                                                .jdbcProperty(
                                                                                        "currentSchema",
                                                                                        name))));
    }

    /// @param version up to which it is migrated; `latest` for all
    void migrate(String version) {
        Flyway.configure()
                .dataSource(pool)
                .schemas(name)
                .locations("db/migration")
                .target(version)
                .load()
                .migrate();
    }

    AgroalDataSource pool() {
        return pool;
    }

    /// @param rewritten what a statement is before it is run
    Jdbi jdbi(UnaryOperator<String> rewritten) {
        var jdbi =
                Jdbi.create(pool)
                        .registerArrayType(UUID.class, "uuid")
                        .registerArrayType(Long.class, "bigint");
        var statements = jdbi.getConfig(SqlStatements.class);
        var usual = statements.getTemplateEngine();
        statements.setTemplateEngine((sql, context) -> usual.render(rewritten.apply(sql), context));
        return jdbi;
    }

    Jdbi jdbi() {
        return jdbi(UnaryOperator.identity());
    }

    @Override
    public void close() {
        jdbi().useHandle(db -> db.execute("drop schema if exists " + name + " cascade"));
        pool.close();
    }
}
