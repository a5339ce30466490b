package dev.reelay.parts;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// One Kafka node (KRaft broker and controller) on loopback. Clients log in with a generated
/// password; topics make themselves, with six partitions.
public final class EmbeddedKafka extends ProcessPart {
    private static final String USER = "reelay";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);
    // C1 only: a broker that idles most of its life starts a quarter sooner and takes 25 MB less.
    private static final List<String> JVM =
            List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.awt.headless=true",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                    "-Dorg.slf4j.simpleLogger.log.kafka=info",
                    "-Dorg.slf4j.simpleLogger.log.kafka.log=warn",
                    "-Dorg.slf4j.simpleLogger.showDateTime=true",
                    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    private final PartsHome home;
    private final Path folder;
    private final Secrets secrets;
    private final int controllerPort;
    private final Optional<Detour> detour;

    /// A second door of the broker: who comes by it is told that the broker is at another port, as
    /// where a proxy stands before it.
    ///
    /// @param port where the broker listens
    /// @param told where it says that it does
    public record Detour(int port, int told) {}

    /// @param folder the node's folder; made by the first start
    /// @param secrets where the password is kept
    public EmbeddedKafka(
            PartsHome home,
            Path folder,
            Path logFile,
            Secrets secrets,
            int port,
            int controllerPort) {
        this(home, folder, logFile, secrets, port, controllerPort, Optional.empty());
    }

    /// The same with a second door.
    public EmbeddedKafka(
            PartsHome home,
            Path folder,
            Path logFile,
            Secrets secrets,
            int port,
            int controllerPort,
            Optional<Detour> detour) {
        super("kafka", port, folder, logFile, STOP_GRACE);
        this.home = home;
        this.folder = folder.toAbsolutePath().normalize();
        this.secrets = secrets;
        this.controllerPort = controllerPort;
        this.detour = detour;
    }

    /// How clients reach it.
    public KafkaAccess access() {
        return new KafkaAccess("127.0.0.1:" + port, USER, secrets.password("kafka"));
    }

    @Override
    public void start() {
        if (!isRunning()) {
            PortUser.await(this, port);
            PortUser.await(this, controllerPort);
            detour.ifPresent(door -> PortUser.await(this, door.port()));
            writeSettings();
            if (!Files.exists(topics().resolve("meta.properties"))) {
                format();
            }
        }
        process.start(
                java("kafka.Kafka", List.of(settingsFile().toString())),
                Map.of(),
                START_LIMIT,
                this::answers);
    }

    private void format() {
        log.prepare();
        var clusterId = Base64.getUrlEncoder().withoutPadding().encodeToString(uuidBytes());
        var exit =
                DetachedProcess.run(
                        java(
                                "kafka.tools.StorageTool",
                                List.of(
                                        "format",
                                        "--ignore-formatted",
                                        "--cluster-id=" + clusterId,
                                        "--config=" + settingsFile())),
                        folder,
                        log,
                        START_LIMIT);
        if (exit != 0) {
            throw new PartFailedException(name(), "could not format its data folder", log);
        }
    }

    // The identifier is a word of a command line too: one that starts with a dash would be an
    // option.
    private static byte[] uuidBytes() {
        var bytes = Secrets.randomBytes(16);
        bytes[0] &= 0x7f;
        return bytes;
    }

    private List<String> java(String main, List<String> arguments) {
        return JavaCommand.of(process.mark(), JVM, home.kafkaClassPath(), main, arguments);
    }

    private void writeSettings() {
        try {
            Secrets.privateFolder(folder);
            var text = new StringWriter();
            settings().store(text, "Written at each start; changes here are lost.");
            Secrets.write(settingsFile(), text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties settings() {
        var password = secrets.password("kafka");
        var login =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\" user_%s=\"%s\";"
                        .formatted(USER, password, USER, password);
        var settings = new Properties();
        settings.putAll(
                Map.of(
                        "process.roles", "broker,controller",
                        "node.id", "1",
                        "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                        "log.dirs", topics().toString(),
                        "num.partitions", "6",
                        "offsets.topic.num.partitions", "4",
                        // an index is mapped at full length from the start
                        "log.index.size.max.bytes", "1048576",
                        "log.cleaner.dedupe.buffer.size", "4194304",
                        "group.initial.rebalance.delay.ms", "0"));
        // After a kill -9 the node waits for the end of its own earlier session before it serves.
        settings.put("broker.session.timeout.ms", "4000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.putAll(
                Map.of(
                        "listeners",
                        "CLIENT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(port, controllerPort),
                        "advertised.listeners",
                        "CLIENT://127.0.0.1:" + port,
                        "listener.security.protocol.map",
                        "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
                        "inter.broker.listener.name",
                        "CLIENT",
                        "controller.listener.names",
                        "CONTROLLER",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "sasl.mechanism.inter.broker.protocol",
                        "PLAIN",
                        "sasl.mechanism.controller.protocol",
                        "PLAIN",
                        "listener.name.client.plain.sasl.jaas.config",
                        login,
                        "listener.name.controller.plain.sasl.jaas.config",
                        login));
        detour.ifPresent(door -> open(door, settings, login));
        for (var internal : List.of("offsets.topic", "transaction.state.log")) {
            settings.put(internal + ".replication.factor", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        return settings;
    }

    private static void open(Detour door, Properties settings, String login) {
        add(settings, "listeners", "DETOUR://127.0.0.1:" + door.port());
        add(settings, "advertised.listeners", "DETOUR://127.0.0.1:" + door.told());
        add(settings, "listener.security.protocol.map", "DETOUR:SASL_PLAINTEXT");
        settings.put("listener.name.detour.plain.sasl.jaas.config", login);
    }

    private static void add(Properties settings, String key, String value) {
        settings.merge(key, value, (before, more) -> before + "," + more);
    }

    private Path settingsFile() {
        return folder.resolve("server.properties");
    }

    private Path topics() {
        return folder.resolve("topics");
    }

    /// Asks for the API versions, the one question a broker answers before login.
    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(5000);
            var ask = new DataOutputStream(socket.getOutputStream());
            ask.writeInt(10); // length of what follows
            ask.writeShort(18); // ApiVersions
            ask.writeShort(0); // version of the question
            ask.writeInt(1); // correlation id
            ask.writeShort(-1); // no client id
            ask.flush();
            var answer = new DataInputStream(socket.getInputStream());
            return answer.readInt() > 0 && answer.readInt() == 1 && answer.readShort() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
