package dev.reelay.testing;

import dev.reelay.parts.EmbeddedKafka;
import dev.reelay.parts.EmbeddedPostgres;
import dev.reelay.parts.EmbeddedS3;
import dev.reelay.parts.Part;
import dev.reelay.parts.PartsHome;
import dev.reelay.parts.Ports;
import dev.reelay.parts.PostgresDatabase;
import dev.reelay.parts.S3Access;
import dev.reelay.parts.Secrets;
import java.nio.file.Path;
import java.util.Map;

/// The servers that the build copied from Maven artifacts. A part finds its process again by its
/// folder, so this holds no state but the ports.
final class EmbeddedServers implements Servers {
    private final PartsHome home = PartsHome.find();
    private final Path run = RunFolder.ofThisJvm();
    private final Secrets secrets = new Secrets(run.resolve("secrets"));

    @Override
    public PostgresDatabase postgres(String database) {
        return started(postgres()).database(database);
    }

    @Override
    public Map<String, String> kafka() {
        return started(kafkaPart()).access().settings();
    }

    @Override
    public S3Access s3() {
        return started(s3Part()).access();
    }

    @Override
    public Outage outage(Server server) {
        var part =
                switch (server) {
                    case POSTGRES -> postgres();
                    case KAFKA -> kafkaPart();
                    case S3 -> s3Part();
                };
        part.stop();
        return part::start;
    }

    private EmbeddedPostgres postgres() {
        return new EmbeddedPostgres(
                home, run.resolve("postgres"), log("postgres"), secrets, port("postgres"));
    }

    private EmbeddedKafka kafkaPart() {
        return new EmbeddedKafka(
                home,
                run.resolve("kafka"),
                log("kafka"),
                secrets,
                port("kafka"),
                port("kafka-controller"));
    }

    private EmbeddedS3 s3Part() {
        return new EmbeddedS3(home, run.resolve("s3"), log("s3"), secrets, port("s3"), "reelay");
    }

    private <P extends Part> P started(P part) {
        JvmFacts.once(
                "started." + part.name(),
                () -> {
                    var start = System.nanoTime();
                    part.start();
                    Announcement.of(part.name(), "Maven artifacts, port " + part.port(), start);
                    return "yes";
                });
        return part;
    }

    private static int port(String name) {
        return Integer.parseInt(
                JvmFacts.once("port." + name, () -> String.valueOf(Ports.freeRun(1))));
    }

    private Path log(String name) {
        return run.resolve("log").resolve(name + ".log");
    }
}
