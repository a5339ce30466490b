package dev.reelay.testing;

import dev.reelay.parts.PostgresDatabase;
import dev.reelay.parts.PostgresDatabases;
import dev.reelay.parts.S3Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// The same servers in containers. Testcontainers removes them when this JVM is gone.
final class ContainerServers implements Servers {
    private static final String POSTGRES = "postgres:18";
    private static final String KAFKA = "apache/kafka:4.3.1";
    private static final String S3 = "andrewgaul/s3proxy:4.1.0";

    private static final String SUPERUSER = "postgres";
    private static final String PASSWORD = "reelaytest";
    private static final String ACCESS_KEY = "reelaytest";
    private static final String SECRET_KEY = "reelaytestsecret";
    private static final String BUCKET = "reelay";
    private static final int S3_PORT = 80;

    /// A container that runs, as the rest of the JVM needs to know it.
    private record Running(String id, String address) {
        static Running once(String server, Supplier<Running> start) {
            var words =
                    JvmFacts.once(
                                    "container." + server,
                                    () -> {
                                        var running = start.get();
                                        return running.id + " " + running.address;
                                    })
                            .split(" ", 2);
            return new Running(words[0], words[1]);
        }
    }

    @Override
    public PostgresDatabase postgres(String database) {
        return new PostgresDatabases(postgres().address(), SUPERUSER, PASSWORD)
                .make(database, PASSWORD);
    }

    @Override
    public Map<String, String> kafka() {
        return Map.of("bootstrap.servers", broker().address(), "security.protocol", "PLAINTEXT");
    }

    @Override
    public S3Access s3() {
        return new S3Access(
                "http://" + store().address(), "us-east-1", BUCKET, ACCESS_KEY, SECRET_KEY);
    }

    /// Frozen, because a container that is stopped comes back under another port.
    @Override
    public Outage outage(Server server) {
        var id =
                switch (server) {
                    case POSTGRES -> postgres().id();
                    case KAFKA -> broker().id();
                    case S3 -> store().id();
                };
        var docker = DockerClientFactory.instance().client();
        docker.pauseContainerCmd(id).exec();
        return () -> docker.unpauseContainerCmd(id).exec();
    }

    // Each container outlives the method that starts it: it serves the whole JVM.
    @SuppressWarnings("resource")
    private static Running postgres() {
        return Running.once(
                "postgres",
                () -> {
                    var container =
                            new PostgreSQLContainer(DockerImageName.parse(POSTGRES))
                                    .withUsername(SUPERUSER)
                                    .withPassword(PASSWORD)
                                    .withDatabaseName("postgres")
                                    // the module's default switches fsync off
                                    .withCommand(
                                            "postgres",
                                            "-c",
                                            "fsync=on",
                                            "-c",
                                            "max_connections=200");
                    var start = System.nanoTime();
                    container.start();
                    Announcement.of("postgres", "container " + POSTGRES, start);
                    return new Running(
                            container.getContainerId(),
                            container.getHost() + ":" + container.getMappedPort(5432));
                });
    }

    @SuppressWarnings("resource")
    private static Running broker() {
        return Running.once(
                "kafka",
                () -> {
                    var container =
                            new KafkaContainer(DockerImageName.parse(KAFKA))
                                    .withEnv("KAFKA_NUM_PARTITIONS", "6")
                                    .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
                    var start = System.nanoTime();
                    container.start();
                    Announcement.of("kafka", "container " + KAFKA, start);
                    return new Running(container.getContainerId(), container.getBootstrapServers());
                });
    }

    @SuppressWarnings("resource")
    private static Running store() {
        return Running.once(
                "s3",
                () -> {
                    var container =
                            new GenericContainer<>(DockerImageName.parse(S3))
                                    .withEnv("S3PROXY_ENDPOINT", "http://0.0.0.0:" + S3_PORT)
                                    .withEnv("S3PROXY_AUTHORIZATION", "aws-v2-or-v4")
                                    .withEnv("S3PROXY_IDENTITY", ACCESS_KEY)
                                    .withEnv("S3PROXY_CREDENTIAL", SECRET_KEY)
                                    .withEnv("JCLOUDS_PROVIDER", "filesystem-nio2")
                                    .withEnv("JCLOUDS_FILESYSTEM_BASEDIR", "/data")
                                    .withExposedPorts(S3_PORT)
                                    .waitingFor(Wait.forHttp("/").forStatusCode(403));
                    var start = System.nanoTime();
                    container.start();
                    makeBucket(container);
                    Announcement.of("s3", "container " + S3, start);
                    return new Running(
                            container.getContainerId(),
                            container.getHost() + ":" + container.getMappedPort(S3_PORT));
                });
    }

    private static void makeBucket(GenericContainer<?> container) {
        try {
            // Mode 700: the server takes "others may read" of a folder for the ACL public-read.
            var made = container.execInContainer("mkdir", "-p", "-m", "700", "/data/" + BUCKET);
            if (made.getExitCode() != 0) {
                throw new IllegalStateException("no bucket: " + made.getStderr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
