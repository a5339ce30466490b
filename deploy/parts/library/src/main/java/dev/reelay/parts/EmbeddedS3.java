package dev.reelay.parts;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// An S3 server (s3proxy) on loopback that checks signatures and keeps objects as files in a
/// folder.
public final class EmbeddedS3 extends ProcessPart {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    private final PartsHome home;
    private final Path folder;
    private final Secrets secrets;
    private final String bucket;

    /// @param folder the server's folder; made by the first start, with the bucket in it
    /// @param secrets where the keys are kept
    public EmbeddedS3(
            PartsHome home, Path folder, Path logFile, Secrets secrets, int port, String bucket) {
        super("s3", port, folder, logFile, STOP_GRACE);
        this.home = home;
        this.folder = folder.toAbsolutePath().normalize();
        this.secrets = secrets;
        this.bucket = bucket;
    }

    /// How clients reach the bucket.
    public S3Access access() {
        return new S3Access(
                "http://127.0.0.1:" + port,
                "us-east-1",
                bucket,
                secrets.password("s3-access-key"),
                secrets.password("s3-secret-key"));
    }

    @Override
    public void start() {
        if (!isRunning()) {
            PortUser.await(this, port);
            writeSettings();
        }
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            process.start(command(), Map.of(), START_LIMIT, () -> answers(http));
        }
    }

    private List<String> command() {
        return JavaCommand.of(
                process.mark(),
                List.of(
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-Dlogback.configurationFile=" + logback()),
                home.s3ClassPath(),
                "org.gaul.s3proxy.Main",
                List.of("--properties", settingsFile().toString()));
    }

    private void writeSettings() {
        try {
            Secrets.privateFolder(folder);
            // The server takes "others may read" of a folder or file for the ACL public-read.
            Secrets.privateFolder(folder.resolve("buckets").resolve(bucket));
            try (var logback =
                    Objects.requireNonNull(
                            EmbeddedS3.class.getResourceAsStream("s3-logback.xml"))) {
                Files.write(logback(), logback.readAllBytes());
            }
            var access = access();
            var settings = new Properties();
            settings.putAll(
                    Map.of(
                            "s3proxy.endpoint", access.endpoint(),
                            "s3proxy.authorization", "aws-v2-or-v4",
                            "s3proxy.identity", access.accessKey(),
                            "s3proxy.credential", access.secretKey(),
                            "jclouds.provider", "filesystem-nio2",
                            "jclouds.filesystem.basedir", folder.resolve("buckets").toString()));
            var text = new StringWriter();
            settings.store(text, "Written at each start; changes here are lost.");
            Secrets.write(settingsFile(), text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path settingsFile() {
        return folder.resolve("s3proxy.properties");
    }

    private Path logback() {
        return folder.resolve("logback.xml");
    }

    /// A request without a signature is refused by the server itself, so it is up.
    private boolean answers(HttpClient http) {
        var ask =
                HttpRequest.newBuilder(URI.create(access().endpoint() + "/" + bucket))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            var answer = http.send(ask, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 403 && answer.body().contains("AccessDenied");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
