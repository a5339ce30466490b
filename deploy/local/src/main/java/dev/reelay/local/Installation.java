package dev.reelay.local;

import dev.reelay.parts.EmbeddedKafka;
import dev.reelay.parts.EmbeddedPostgres;
import dev.reelay.parts.EmbeddedS3;
import dev.reelay.parts.Part;
import dev.reelay.parts.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One data folder, and the six processes that work on it.
final class Installation {
    private static final String BUCKET = "reelay";

    /// Heaps are small because a clip never passes through one; the serial collector suits them.
    private static final List<String> JVM =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private final Home home;
    private final Path data;
    private final PortPlan ports;
    private final Keys keys;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final Service billing;
    private final Service worker;
    private final Service api;

    private Installation(Home home, Path data, PortPlan ports) {
        this.home = home;
        this.data = Secrets.privateFolder(data);
        this.ports = ports;
        var secrets = new Secrets(data.resolve("secrets"));
        keys = new Keys(secrets);
        var parts = home.parts();
        postgres =
                new EmbeddedPostgres(
                        parts,
                        data.resolve("postgres"),
                        log("postgres"),
                        secrets,
                        ports.postgres());
        kafka =
                new EmbeddedKafka(
                        parts,
                        data.resolve("kafka"),
                        log("kafka"),
                        secrets,
                        ports.kafka(),
                        ports.kafkaController());
        s3 = new EmbeddedS3(parts, data.resolve("s3"), log("s3"), secrets, ports.s3(), BUCKET);
        billing = service("billing", "-Xmx96m", ports.billing());
        worker = service("worker", "-Xmx160m", ports.worker());
        api = service("api", "-Xmx160m", ports.api());
    }

    /// The installation of this folder, on the ports it was last started with.
    static Installation of(Home home, Path data) {
        var folder = data.toAbsolutePath().normalize();
        return new Installation(home, folder, storedPorts(folder));
    }

    /// The same folder on other ports, which are kept from now on.
    Installation movedTo(int port) {
        if (port == ports.api()) {
            return this;
        }
        if (parts().anyMatch(Part::isRunning)) {
            throw new Refusal(
                    "it already runs on port %d; to move it: ./reelay down, then ./reelay up --port %d"
                            .formatted(ports.api(), port));
        }
        return new Installation(home, data, new PortPlan(port));
    }

    private static PortPlan storedPorts(Path data) {
        var file = portFile(data);
        try {
            return new PortPlan(
                    Files.exists(file)
                            ? Integer.parseInt(Files.readString(file).strip())
                            : PortPlan.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void keepPorts() {
        try {
            Files.writeString(portFile(data), ports.api() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path portFile(Path data) {
        return data.resolve("port");
    }

    private Service service(String name, String heap, int port) {
        var run = Secrets.privateFolder(data.resolve("run"));
        return new Service(
                name,
                port,
                home.jar(name + "-service"),
                Stream.concat(Stream.of(heap), JVM.stream()).toList(),
                () -> environment(name, port),
                run.resolve(name),
                log(name));
    }

    /// One at a time: the first to ask makes the secrets.
    private synchronized Map<String, String> environment(String service, int port) {
        var environment = new HashMap<String, String>();
        var database = postgres.database("reelay_" + service);
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
                                        "KAFKA_"
                                                + key.toUpperCase(java.util.Locale.ROOT)
                                                        .replace('.', '_'),
                                        value));
        var store = s3.access();
        environment.put("REELAY_STORE_ENDPOINT", store.endpoint());
        environment.put("REELAY_STORE_REGION", store.region());
        environment.put("REELAY_STORE_BUCKET", store.bucket());
        environment.put("REELAY_STORE_ACCESS_KEY", store.accessKey());
        environment.put("REELAY_STORE_SECRET_KEY", store.secretKey());
        environment.put("REELAY_CATALOGUE_PATH", home.catalogue().toString());
        environment.put("REELAY_BILLING_URL", "http://127.0.0.1:" + ports.billing());
        environment.put("REELAY_SERVICE_TOKEN_KEY", keys.signingKey().toString());
        environment.put("REELAY_SERVICE_TOKEN_PUBLIC_KEY", keys.verifyingKey().toString());
        environment.put("REELAY_ADMIN_TOKEN", keys.adminToken());
        environment.put("REELAY_MASTER_KEY", keys.masterKey());
        environment.put("REELAY_PUBLIC_URL", url());
        // A callback may go to a program of whoever tries this out, and it has no certificate.
        environment.put("REELAY_CALLBACK_LOOPBACK", "true");
        environment.put("REELAY_EGRESS_LOOPBACK", "true");
        return environment;
    }

    /// Base URL of the api.
    String url() {
        return "http://localhost:" + ports.api();
    }

    String adminToken() {
        return keys.adminToken();
    }

    Path data() {
        return data;
    }

    Path logs() {
        return data.resolve("log");
    }

    private Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /// What the services need first.
    List<Part> servers() {
        return List.of(postgres, kafka, s3);
    }

    List<Part> services() {
        return List.of(billing, worker, api);
    }

    /// All parts, in the order in which they may start.
    Stream<Part> parts() {
        return Stream.concat(servers().stream(), services().stream());
    }
}
