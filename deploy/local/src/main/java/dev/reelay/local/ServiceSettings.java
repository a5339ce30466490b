package dev.reelay.local;

import dev.reelay.parts.EmbeddedKafka;
import dev.reelay.parts.EmbeddedPostgres;
import dev.reelay.parts.EmbeddedS3;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// How the services are started on one machine: the options of their JVMs, and the environment in
/// which each finds the servers and the others.
public final class ServiceSettings {
    /// Heaps are small because a clip never passes through one; the serial collector suits them.
    private static final List<String> JVM =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private final Path catalogue;
    private final Keys keys;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final String publicUrl;
    private final String providers;
    private final Optional<String> issuer;

    /// @param publicUrl the api's base URL, as its clients have it
    /// @param providers those in use, by comma
    /// @param issuer where people sign in, if they do
    public ServiceSettings(
            Path catalogue,
            Keys keys,
            EmbeddedPostgres postgres,
            EmbeddedKafka kafka,
            EmbeddedS3 s3,
            String publicUrl,
            String providers,
            Optional<String> issuer) {
        this.catalogue = catalogue;
        this.keys = keys;
        this.postgres = postgres;
        this.kafka = kafka;
        this.s3 = s3;
        this.publicUrl = publicUrl;
        this.providers = providers;
        this.issuer = issuer;
    }

    /// The JVM's options of a service: `api`, `worker` or `billing`. An environment variable such
    /// as `REELAY_HEAP_API=400m` gives it another heap.
    public static List<String> jvm(String service) {
        var usual = service.equals("billing") ? "96m" : "160m";
        var asked = System.getenv("REELAY_HEAP_" + service.toUpperCase(Locale.ROOT));
        var heap = "-Xmx" + Objects.requireNonNullElse(asked, usual);
        return Stream.concat(Stream.of(heap), JVM.stream()).toList();
    }

    /// The environment of one replica. Makes the service's database if it is not there, so
    /// PostgreSQL must run. One at a time: the first to ask makes the secrets.
    ///
    /// @param workerPort where the api finds a worker; any of them
    public synchronized Map<String, String> environment(
            String service, int port, int billingPort, int workerPort) {
        var environment = new HashMap<String, String>();
        var database = postgres.database(database(service));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        kafka.access()
                .settings()
                .forEach(
                        (key, value) ->
                                environment.put(
                                        "KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'),
                                        value));
        var store = s3.access();
        environment.put("REELAY_STORE_ENDPOINT", store.endpoint());
        environment.put("REELAY_STORE_REGION", store.region());
        environment.put("REELAY_STORE_BUCKET", store.bucket());
        environment.put("REELAY_STORE_ACCESS_KEY", store.accessKey());
        environment.put("REELAY_STORE_SECRET_KEY", store.secretKey());
        environment.put("REELAY_CATALOGUE_PATH", catalogue.toString());
        environment.put("REELAY_CATALOGUE_PROVIDERS", providers);
        // The simulator needs seconds for what its vendors need minutes for.
        environment.put("REELAY_POLLING_LEARNED", "false");
        environment.put("REELAY_BILLING_URL", "http://127.0.0.1:" + billingPort);
        if (service.equals("api")) {
            // A worker takes what begins so for a setting of its own.
            environment.put("REELAY_WORKER_URL", "http://127.0.0.1:" + workerPort);
            issuer.ifPresent(
                    url -> {
                        environment.put("REELAY_OIDC_ISSUER", url);
                        environment.put("REELAY_OIDC_CLIENT_ID", Keycloak.CONSOLE);
                    });
        }
        environment.put("REELAY_SERVICE_TOKEN_KEY", keys.signingKey().toString());
        environment.put("REELAY_SERVICE_TOKEN_PUBLIC_KEY", keys.verifyingKey().toString());
        environment.put("REELAY_ADMIN_TOKEN", keys.adminToken());
        environment.put("REELAY_MASTER_KEY", keys.masterKey());
        environment.put("REELAY_PUBLIC_URL", publicUrl);
        // A callback may go to a program of whoever tries this out, and it has no certificate.
        environment.put("REELAY_ADDRESS_LOOPBACK", "true");
        environment.put("REELAY_EGRESS_LOOPBACK", "true");
        return environment;
    }

    /// The name of a service's database.
    public static String database(String service) {
        return "reelay_" + service;
    }
}
