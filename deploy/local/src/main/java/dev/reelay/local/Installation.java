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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One data folder, and the processes that work on it: six, and the simulator and Keycloak where
/// they are wanted.
final class Installation {
    private static final String BUCKET = "reelay";

    private final Home home;
    private final Path data;
    private final PortPlan ports;
    private final Keys keys;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final ServiceSettings settings;
    private final Service billing;
    private final Service worker;
    private final Service api;
    private final Set<Extra> extras;
    private final Optional<Simulator> simulator;
    private final Optional<Keycloak> keycloak;

    /// What is started only where it was asked for; a file of its name in the data folder keeps
    /// that.
    enum Extra {
        SIMULATOR,
        KEYCLOAK;

        private Path file(Path data) {
            return data.resolve(word());
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Installation(Home home, Path data, PortPlan ports, Set<Extra> extras) {
        this.extras = extras;
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
        simulator =
                Optional.of(Extra.SIMULATOR)
                        .filter(extras::contains)
                        .map(
                                _ ->
                                        new Simulator(
                                                ports.simulator(),
                                                home.simulator(),
                                                run(),
                                                log("simulator")));
        keycloak =
                Optional.of(Extra.KEYCLOAK)
                        .filter(extras::contains)
                        .map(
                                _ ->
                                        new Keycloak(
                                                ports.keycloak(),
                                                home::keycloak,
                                                run(),
                                                secrets.password("keycloak"),
                                                log("keycloak")));
        settings =
                new ServiceSettings(
                        home.catalogue(),
                        keys,
                        postgres,
                        kafka,
                        s3,
                        url(),
                        providers(),
                        keycloak.map(Keycloak::issuer));
        billing = service("billing", ports.billing());
        worker = service("worker", ports.worker());
        api = service("api", ports.api());
    }

    /// The installation of this folder, on the ports it was last started with.
    static Installation of(Home home, Path data) {
        var folder = data.toAbsolutePath().normalize();
        return new Installation(home, folder, storedPorts(folder), storedExtras(folder));
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
        return new Installation(home, data, new PortPlan(port), extras);
    }

    private static Set<Extra> storedExtras(Path data) {
        var extras = EnumSet.allOf(Extra.class);
        extras.removeIf(extra -> !Files.exists(extra.file(data)));
        return extras;
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

    private Service service(String name, int port) {
        return new Service(
                name,
                port,
                home.jar(name + "-service"),
                extras.stream().map(extra -> "-" + extra.word()).collect(Collectors.joining()),
                ServiceSettings.jvm(name),
                () -> settings.environment(name, port, ports.billing(), ports.worker()),
                run().resolve(name),
                log(name));
    }

    private Path run() {
        return Secrets.privateFolder(data.resolve("run"));
    }

    private String providers() {
        return simulator.isPresent()
                ? "sandbox," + String.join(",", Simulator.PROVIDERS)
                : "sandbox";
    }

    /// The same folder with more, which it keeps from now on.
    Installation with(Set<Extra> more) {
        if (more.contains(Extra.KEYCLOAK)) {
            home.keycloak(); // or it is refused before anything is kept
        }
        try {
            for (var extra : more) {
                Files.writeString(extra.file(data), "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Installation(home, data, ports, storedExtras(data));
    }

    Optional<Simulator> simulator() {
        return simulator;
    }

    Optional<Keycloak> keycloak() {
        return keycloak;
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
        return Stream.concat(Stream.of(postgres, kafka, s3), simulator.stream()).toList();
    }

    /// Nobody waits for Keycloak, so it starts beside them.
    List<Part> services() {
        return Stream.<Part>concat(Stream.of(billing, worker, api), keycloak.stream()).toList();
    }

    /// All parts, in the order in which they may start.
    Stream<Part> parts() {
        return Stream.concat(servers().stream(), services().stream());
    }
}
