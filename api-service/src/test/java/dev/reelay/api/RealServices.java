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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The real billing-service and worker-service from the build before this one, each as a process of
/// its own with its own database, and the keys that all services are configured with. The worker
/// reads no topic: what comes of jobs and events is for the tests to say.
public class RealServices implements QuarkusTestResourceLifecycleManager {
    static final String ADMIN_TOKEN = "an-operator-token-for-tests";
    private static final List<String> JVM = List.of("-Xmx160m", "-XX:+UseSerialGC");
    private static final List<String> DEAF =
            List.of(
                    "-Dmp.messaging.incoming.video-jobs.enabled=false",
                    "-Dmp.messaging.incoming.tenant-events.enabled=false",
                    "-Dmp.messaging.incoming.tenant-notices-stored.enabled=false");

    private final List<Process> processes = new ArrayList<>();
    private @Nullable StripeStandIn stripe;
    private @Nullable IssuerStandIn issuer;

    @Override
    public Map<String, String> start() {
        try {
            var keys = generator().generateKeyPair();
            var common = new TreeMap<String, String>();
            common.put("REELAY_SERVICE_TOKEN_PUBLIC_KEY", pem("PUBLIC KEY", keys.getPublic()));
            common.put("REELAY_MASTER_KEY", masterKey());
            var billing = URI.create("http://127.0.0.1:" + freePort());
            var billingProcess = start("billing", billing, common, List.of());
            var worker = URI.create("http://127.0.0.1:" + freePort());
            start("worker", worker, common, DEAF);
            awaitReady(billing);
            awaitReady(worker);
            stripe = new StripeStandIn();
            var settings = new TreeMap<String, String>();
            settings.put("reelay.billing.url", billing.toString());
            settings.put("reelay.billing.answer-limit", "4s");
            settings.put("reelay.worker.url", worker.toString());
            settings.put("reelay.worker.answer-limit", "20s");
            settings.put("reelay.service-token.key", pem("PRIVATE KEY", keys.getPrivate()));
            settings.put("reelay.admin.token", ADMIN_TOKEN);
            settings.put("reelay.master.key", String.valueOf(common.get("REELAY_MASTER_KEY")));
            settings.put("reelay.public.url", "http://localhost:8081");
            settings.put("reelay.payment.stripe.key", StripeStandIn.KEY);
            settings.put("reelay.payment.stripe.webhook-secret", StripeStandIn.SECRET);
            settings.put("reelay.payment.stripe.api", stripe.url().toString());
            issuer = new IssuerStandIn();
            settings.put("reelay.oidc.issuer", issuer.url().toString());
            settings.put("reelay.oidc.client-id", IssuerStandIn.CLIENT);
            settings.put("reelay.oidc.client-secret", IssuerStandIn.CLIENT_SECRET);
            settings.put("test.billing.pid", String.valueOf(billingProcess.pid()));
            return settings;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start(String service, URI url, Map<String, String> common, List<String> options)
            throws IOException {
        var jar = Path.of("../" + service + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    "build the services first: mvn -Dquick package; there is no " + jar);
        }
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toAbsolutePath().normalize().toString()));
        var log = Path.of("target", service + "-service.log").toAbsolutePath();
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(common);
        builder.environment().putAll(environment(service, url));
        var process = builder.start();
        processes.add(process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static Map<String, String> environment(String service, URI url) {
        var database = RealParts.postgres("reelay_" + service);
        var store = RealParts.s3();
        var environment = new TreeMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", url.getHost());
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(url.getPort()));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        environment.put("REELAY_CATALOGUE_PATH", System.getProperty("reelay.catalogue.path"));
        environment.put("REELAY_STORE_ENDPOINT", store.endpoint());
        environment.put("REELAY_STORE_REGION", store.region());
        environment.put("REELAY_STORE_BUCKET", store.bucket());
        environment.put("REELAY_STORE_ACCESS_KEY", store.accessKey());
        environment.put("REELAY_STORE_SECRET_KEY", store.secretKey());
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
                    .atMost(Duration.ofMinutes(3))
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

    /// The path of such a file.
    private static String pem(String kind, Key key) throws IOException {
        var file = Files.createTempFile("service-token", ".pem");
        file.toFile().deleteOnExit();
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
        return file.toString();
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
        processes.forEach(Process::destroyForcibly);
        if (stripe != null) {
            stripe.stop();
        }
        if (issuer != null) {
            issuer.stop();
        }
    }
}
