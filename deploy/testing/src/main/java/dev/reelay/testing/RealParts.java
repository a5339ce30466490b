package dev.reelay.testing;

import dev.reelay.parts.PostgresDatabase;
import dev.reelay.parts.S3Access;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// The one switch by which tests get real servers. All tests of a JVM share them; they and their
/// data are gone when the JVM is.
///
/// For Quarkus, a test resource with the arguments `postgres` (name of the database), `kafka` and
/// `s3` (any value); it returns the settings of `quarkus.datasource`, `kafka` and `reelay.store`.
/// Without Quarkus, the static methods.
///
/// `-Dreelay.parts.from=containers|embedded` says from where; `auto`, the default, takes containers
/// where an engine answers, Maven artifacts elsewhere.
public final class RealParts implements QuarkusTestResourceLifecycleManager {
    private static final String FROM = "reelay.parts.from";

    private Map<String, String> wanted = Map.of();

    @Override
    public void init(Map<String, String> arguments) {
        wanted = Map.copyOf(arguments);
    }

    /// Starts what was asked for, side by side.
    @Override
    public Map<String, String> start() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new HashMap<String, String>();
            for (var settings : threads.invokeAll(starts())) {
                all.putAll(settings.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<Callable<Map<String, String>>> starts() {
        return wanted.entrySet().stream()
                .<Callable<Map<String, String>>>map(
                        entry -> () -> settings(server(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static Server server(String argument) {
        return Server.valueOf(argument.toUpperCase(Locale.ROOT));
    }

    private static Map<String, String> settings(Server server, String argument) {
        return switch (server) {
            case POSTGRES -> {
                var database = postgres(argument);
                yield Map.of(
                        "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                        "quarkus.datasource.username", database.username(),
                        "quarkus.datasource.password", database.password());
            }
            case KAFKA -> {
                var settings = new HashMap<String, String>();
                kafka().forEach((name, value) -> settings.put("kafka." + name, value));
                yield settings;
            }
            case S3 -> {
                var store = s3();
                yield Map.of(
                        "reelay.store.endpoint", store.endpoint(),
                        "reelay.store.region", store.region(),
                        "reelay.store.bucket", store.bucket(),
                        "reelay.store.access-key", store.accessKey(),
                        "reelay.store.secret-key", store.secretKey());
            }
        };
    }

    /// Leaves the servers to the next test class; the end of the JVM is theirs.
    @Override
    public void stop() {}

    /// The database of this name on a real PostgreSQL, with a role that owns it.
    public static PostgresDatabase postgres(String database) {
        return servers().postgres(database);
    }

    /// Client settings (`bootstrap.servers` and so on) of a real Kafka broker.
    public static Map<String, String> kafka() {
        return servers().kafka();
    }

    /// A bucket of a real S3 server that checks signatures.
    public static S3Access s3() {
        return servers().s3();
    }

    /// Takes a server away until the answer is closed.
    public static Outage outage(Server server) {
        return servers().outage(server);
    }

    private static Servers servers() {
        var from = JvmFacts.once("from", () -> choose(System.getProperty(FROM, "auto")));
        return from.equals("containers") ? new ContainerServers() : new EmbeddedServers();
    }

    private static String choose(String from) {
        return switch (from) {
            case "containers", "embedded" -> from;
            case "auto" -> ContainerEngine.answers() ? "containers" : "embedded";
            default ->
                    throw new IllegalArgumentException(
                            FROM + " is auto, containers or embedded, not " + from);
        };
    }
}
