package dev.reelay.api;

import dev.reelay.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The real billing-service from the build before this one, as a process of its own with its own
/// database, and the keys that both services are configured with.
public class RealBilling implements QuarkusTestResourceLifecycleManager {
    static final String ADMIN_TOKEN = "an-operator-token-for-tests";
    private static final Path JAR =
            Path.of(
                            System.getProperty(
                                    "test.billing.jar",
                                    "../billing-service/target/quarkus-app/quarkus-run.jar"))
                    .toAbsolutePath()
                    .normalize();

    private @Nullable Process process;

    @Override
    public Map<String, String> start() {
        try {
            var keys = generator().generateKeyPair();
            var url = URI.create("http://127.0.0.1:" + freePort());
            process = start(url, pem("PUBLIC KEY", keys.getPublic()));
            awaitReady(url);
            return Map.of(
                    "reelay.billing.url", url.toString(),
                    "reelay.billing.answer-limit", "4s",
                    "reelay.service-token.key", pem("PRIVATE KEY", keys.getPrivate()).toString(),
                    "reelay.admin.token", ADMIN_TOKEN,
                    "reelay.master.key", masterKey(),
                    "reelay.public.url", "http://localhost:8081",
                    "test.billing.pid", String.valueOf(process.pid()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process start(URI url, Path publicKey) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(
                    "build billing-service first: mvn -Dquick package; there is no " + JAR);
        }
        var log = Path.of("target", "billing-service.log").toAbsolutePath();
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx160m",
                                "-XX:+UseSerialGC",
                                "-jar",
                                JAR.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment(url, publicKey));
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static Map<String, String> environment(URI url, Path publicKey) {
        var database = RealParts.postgres("reelay_billing");
        var environment = new TreeMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", url.getHost());
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(url.getPort()));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        environment.put("REELAY_CATALOGUE_PATH", System.getProperty("reelay.catalogue.path"));
        environment.put("REELAY_SERVICE_TOKEN_PUBLIC_KEY", publicKey.toString());
        RealParts.kafka()
                .forEach(
                        (name, value) ->
                                environment.put(
                                        "KAFKA_"
                                                + name.toUpperCase(java.util.Locale.ROOT)
                                                        .replace('.', '_'),
                                        value));
        return environment;
    }

    private static void awaitReady(URI url) {
        var ask = HttpRequest.newBuilder(url.resolve("/q/health/ready")).build();
        try (var http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(
                            () ->
                                    http.send(ask, HttpResponse.BodyHandlers.discarding())
                                                    .statusCode()
                                            == 200);
        }
    }

    private static KeyPairGenerator generator() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator;
    }

    private static String masterKey() {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }

    private static Path pem(String kind, Key key) throws IOException {
        var file = Files.createTempFile("service-token", ".pem");
        file.toFile().deleteOnExit();
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
