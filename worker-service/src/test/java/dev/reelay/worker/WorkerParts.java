package dev.reelay.worker;

import dev.reelay.testing.RealParts;
import dev.reelay.worker.store.Database;
import dev.reelay.worker.store.S3Connection;
import dev.reelay.worker.store.S3Objects;
import dev.reelay.worker.store.StoreConfig;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/// The real servers that a worker lives on, for tests without Quarkus.
public final class WorkerParts {
    private static final Jdbi JDBI = migrated();

    private WorkerParts() {}

    private static Jdbi migrated() {
        try {
            var source = AgroalDataSource.from(pool());
            Flyway.configure().dataSource(source).load().migrate();
            return Database.over(source);
        } catch (SQLException e) {
            throw new IllegalStateException("no database for tests", e);
        }
    }

    /// As the deployed worker's: a connection whose server is gone leaves the pool.
    private static AgroalDataSourceConfigurationSupplier pool() {
        var database = RealParts.postgres("worker_by_hand");
        return new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                        pool ->
                                pool.maxSize(20)
                                        .acquisitionTimeout(Duration.ofSeconds(10))
                                        .idleValidationTimeout(Duration.ofSeconds(1))
                                        .connectionValidator(ConnectionValidator.defaultValidator())
                                        .exceptionSorter(new PostgreSQLExceptionSorter())
                                        .connectionFactoryConfiguration(
                                                to ->
                                                        to.jdbcUrl(database.jdbcUrl())
                                                                .principal(
                                                                        new NamePrincipal(
                                                                                database
                                                                                        .username()))
                                                                .credential(
                                                                        new SimplePassword(
                                                                                database
                                                                                        .password()))));
    }

    /// The worker's database, migrated, every table emptied.
    public static Jdbi emptyDatabase() {
        JDBI.useHandle(
                h ->
                        h.execute(
                                "truncate job, execution, attempt, timer, input_fetch, tenant_queue, tenant_slot,"
                                        + " account_slot, provider_account, delivery, delivery_attempt, endpoint,"
                                        + " callback_secret, destination_lane, model_routing, render_pace, render_plan, restored_gap"));
        return JDBI;
    }

    public static S3Objects objects() {
        var s3 = RealParts.s3();
        return objects(
                Map.of(
                        "reelay.store.endpoint", s3.endpoint(),
                        "reelay.store.region", s3.region(),
                        "reelay.store.bucket", s3.bucket(),
                        "reelay.store.access-key", s3.accessKey(),
                        "reelay.store.secret-key", s3.secretKey()));
    }

    /// An object store where nobody listens.
    public static S3Objects noObjects() {
        return objects(
                Map.of(
                        "reelay.store.endpoint", "http://127.0.0.1:1",
                        "reelay.store.bucket", "none",
                        "reelay.store.access-key", "none",
                        "reelay.store.secret-key", "none"));
    }

    private static S3Objects objects(Map<String, String> settings) {
        var builder =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(StoreConfig.class);
        settings.forEach(builder::withDefaultValue);
        var config = builder.build().getConfigMapping(StoreConfig.class);
        return new S3Objects(S3Connection.open(config), config);
    }
}
