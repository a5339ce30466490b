package dev.reelay.e2e.crash;

import dev.reelay.crash.CrashPoint;
import dev.reelay.local.Home;
import dev.reelay.local.Keys;
import dev.reelay.local.Service;
import dev.reelay.local.ServiceSettings;
import dev.reelay.parts.EmbeddedKafka;
import dev.reelay.parts.EmbeddedPostgres;
import dev.reelay.parts.EmbeddedS3;
import dev.reelay.parts.KafkaAccess;
import dev.reelay.parts.Part;
import dev.reelay.parts.Ports;
import dev.reelay.parts.PostgresDatabase;
import dev.reelay.parts.S3Access;
import dev.reelay.parts.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The whole product with as many replicas as asked for, each a process of its own that the crash
/// agent sits in.
final class Cluster implements AutoCloseable {
    private static final Path AGENT =
            Setup.HOME.folder().resolve("e2e/agent/target/crash-agent.jar");
    private static final int PORTS = 32;
    private static final int UPSTREAMS = 16;

    /// The channels that each service reads; what a killed consumer had is given to others sooner.
    private static final Map<String, List<String>> CHANNELS =
            Map.of(
                    "api",
                            List.of(
                                    "video-events",
                                    "video-settlements",
                                    "tenant-deliveries",
                                    "tenant-notices"),
                    "worker",
                            List.of(
                                    "video-jobs",
                                    "tenant-events",
                                    "tenant-notices-stored",
                                    "provider-callbacks"),
                    "billing", List.of("video-events", "tenant-notices-stored"));

    /// How many processes of each service.
    record Shape(int apis, int workers, int billings) {}

    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final Keys keys;
    private final List<Replica> replicas = new ArrayList<>();
    private final Setup setup;
    private final Map<String, Map<String, String>> environments = new ConcurrentHashMap<>();
    private final Path data;
    private final Optional<Upstreams> upstreams;

    private Cluster(Path data, Setup setup, int port) {
        this.setup = setup;
        var shape = setup.shape();
        var links = setup.links();
        var home = Setup.HOME;
        this.data = Secrets.privateFolder(data);
        var secrets = new Secrets(data.resolve("secrets"));
        keys = new Keys(secrets);
        postgres =
                new EmbeddedPostgres(
                        home.parts(), data.resolve("postgres"), log("postgres"), secrets, port);
        kafka =
                new EmbeddedKafka(
                        home.parts(),
                        data.resolve("kafka"),
                        log("kafka"),
                        secrets,
                        port + 1,
                        port + 2,
                        links.broker(port + PORTS - 1)
                                .map(told -> new EmbeddedKafka.Detour(port + PORTS - 1, told)));
        s3 =
                new EmbeddedS3(
                        home.parts(), data.resolve("s3"), log("s3"), secrets, port + 3, "reelay");
        upstreams =
                setup.hasUpstreams()
                        ? Optional.of(
                                new Upstreams(
                                        home, port + UPSTREAMS, this.data, log("simulator"), links))
                        : Optional.empty();
        var firstBilling = port + 4;
        var firstApi = firstBilling + shape.billings() + shape.workers();
        var next = firstBilling;
        var settings =
                new ServiceSettings(
                        setup.services().catalogue(),
                        keys,
                        postgres,
                        kafka,
                        s3,
                        "http://localhost:" + firstApi,
                        upstreams.isPresent() ? Upstreams.PROVIDERS : "sandbox",
                        Optional.empty());
        for (var i = 0; i < shape.billings(); i++) {
            replicas.add(replica(settings, "billing", i, next++, Peers.NONE));
        }
        var firstWorker = next;
        for (var i = 0; i < shape.workers(); i++) {
            replicas.add(replica(settings, "worker", i, next++, Peers.NONE));
        }
        for (var i = 0; i < shape.apis(); i++) {
            var peers =
                    new Peers(
                            firstBilling + i % shape.billings(), firstWorker + i % shape.workers());
            replicas.add(replica(settings, "api", i, next++, peers));
        }
    }

    /// The ports of those that a replica calls.
    private record Peers(int billing, int worker) {
        /// Of one that calls nobody.
        static final Peers NONE = new Peers(0, 0);
    }

    private Replica replica(
            ServiceSettings settings, String service, int number, int port, Peers peers) {
        var name = service + "-" + (number + 1);
        var folder = Secrets.privateFolder(data.resolve("run")).resolve(name);
        var agent = data.resolve("agent").resolve(name);
        placePoints(agent);
        // The compiler's quick tier is enough for a short life and halves what a start costs.
        var options = new ArrayList<>(ServiceSettings.jvm(service));
        options.addAll(List.of("-XX:TieredStopAtLevel=1", "-javaagent:" + AGENT + "=" + agent));
        for (var channel : Objects.requireNonNull(CHANNELS.get(service))) {
            var prefix = "-Dmp.messaging.incoming." + channel;
            options.add(prefix + ".session.timeout.ms=6000");
            options.add(prefix + ".heartbeat.interval.ms=2000");
            // Who comes back under its name goes on at once. Else a group that loses a member every
            // few seconds would do nothing but wait for the dead; CrashTest has that case.
            options.add(prefix + ".group.instance.id=" + name + "-" + channel);
        }
        // Asked for once: a replica may start while the database does.
        Supplier<Map<String, String>> environment =
                () ->
                        environments.computeIfAbsent(
                                name,
                                _ ->
                                        environment(
                                                name,
                                                settings.environment(
                                                        service,
                                                        port,
                                                        peers.billing(),
                                                        peers.worker())));
        return new Replica(
                service,
                home ->
                        new Service(
                                name,
                                port,
                                home.jar(service + "-service"),
                                "",
                                options,
                                environment,
                                folder,
                                log(name)),
                setup.services(),
                agent);
    }

    /// Ends a replica as an orchestrator does, and starts what was built there in its place.
    void replace(Replica replica, Home services) {
        replica.stop();
        set(replica.name(), Map.of("REELAY_CATALOGUE_PATH", services.catalogue().toString()));
        replica.becomes(services);
        replica.start();
    }

    /// Gives a replica that has run before other settings, from its next start on.
    void set(String name, Map<String, String> settings) {
        environments.computeIfPresent(
                name,
                (_, before) -> {
                    var now = new HashMap<>(before);
                    now.putAll(settings);
                    return now;
                });
    }

    private Map<String, String> environment(String name, Map<String, String> usual) {
        var environment = new HashMap<>(setup.links().through(name, usual));
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        environment.putAll(setup.settings());
        return environment;
    }

    private static void placePoints(Path agent) {
        try {
            Files.createDirectories(agent);
            Files.write(agent.resolve("points"), pointsText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pointsText() throws IOException {
        try (var table = Cluster.class.getResourceAsStream("crash-points.txt")) {
            return Objects.requireNonNull(table).readAllBytes();
        }
    }

    /// The crash points, as the table has them.
    static List<CrashPoint> points() {
        try {
            var file = Files.createTempFile("points", ".txt");
            Files.write(file, pointsText());
            var points = CrashPoint.table(file);
            Files.delete(file);
            return points;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A cluster in this folder; nothing runs yet.
    static Cluster in(Path data, Shape shape) {
        return in(data, Setup.of(shape));
    }

    static Cluster in(Path data, Setup setup) {
        return new Cluster(data, setup, Ports.freeRun(PORTS));
    }

    /// Starts whatever does not run: the servers side by side, then the replicas.
    void start() {
        sideBySide(servers(), Part::start);
        sideBySide(replicas.stream().filter(r -> !r.runs()).toList(), Replica::start);
    }

    /// Does the same to each of them at once, and waits for all.
    static <T> void sideBySide(Collection<T> all, Consumer<T> what) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = all.stream().map(one -> threads.submit(() -> what.accept(one))).toList();
            for (var each : begun) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<Part> servers() {
        return Stream.concat(
                        Stream.of(postgres, kafka, s3), upstreams.map(Upstreams::process).stream())
                .toList();
    }

    List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    List<Replica> replicas(String service) {
        return replicas.stream().filter(r -> r.service().equals(service)).toList();
    }

    Replica replica(String name) {
        return replicas.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }

    /// Base URLs of the api's replicas.
    List<String> urls() {
        return replicas("api").stream().map(Replica::url).toList();
    }

    Part postgres() {
        return postgres;
    }

    Part kafka() {
        return kafka;
    }

    /// `kill -9` of a server.
    static void kill(Part part) {
        part.pid().ifPresent(Replica.Signals::kill);
    }

    PostgresDatabase database(String service) {
        return postgres.database(ServiceSettings.database(service));
    }

    KafkaAccess broker() {
        return kafka.access();
    }

    S3Access store() {
        return s3.access();
    }

    String adminToken() {
        return keys.adminToken();
    }

    Links links() {
        return setup.links();
    }

    Optional<Upstreams> upstreams() {
        return upstreams;
    }

    Path data() {
        return data;
    }

    private Path log(String part) {
        return data.resolve("log").resolve(part + ".log");
    }

    @Override
    public void close() {
        sideBySide(replicas, Replica::kill);
        sideBySide(servers(), Part::stop);
        setup.links().close();
    }
}
