package dev.reelay.local;

import dev.reelay.parts.JavaCommand;
import dev.reelay.parts.PartFailedException;
import dev.reelay.parts.ProcessPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Where people sign in: Keycloak as a process of its own, with a realm for Reelay.
final class Keycloak extends ProcessPart {
    /// Who can sign in after the start, each named as the role.
    static final List<String> USERS =
            List.of("operator", "auditor", "owner", "developer", "viewer");

    /// As what it knows the console.
    static final String CONSOLE = "reelay-console";

    /// Those of them who belong to no tenant.
    static final List<String> OPERATORS = List.of("operator", "auditor");

    private static final String ADMIN = "admin";
    private static final String REALM = "reelay";
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final Supplier<Path> unpacked;
    private final Path data;
    private final String password;

    /// @param unpacked where it is; asked for at start only
    /// @param folder where the process and its database are kept
    /// @param password of its administrator and of all users
    Keycloak(int port, Supplier<Path> unpacked, Path folder, String password, Path logFile) {
        super("keycloak", port, folder.resolve("keycloak"), logFile, STOP_GRACE);
        this.unpacked = unpacked;
        this.password = password;
        data = folder.resolve("keycloak-data");
    }

    /// The issuer of the realm.
    String issuer() {
        return url() + "/realms/" + REALM;
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    String password() {
        return password;
    }

    @Override
    public void start() {
        try {
            run();
        } catch (PartFailedException e) {
            run(); // the first run puts it together, and ends
        }
    }

    /// As its own script does, which would stand between us and the process.
    private void run() {
        var home = unpacked.get();
        var command =
                JavaCommand.of(
                        process.mark(),
                        List.of(
                                "-Xmx320m",
                                "-XX:+UseSerialGC",
                                "-Dkc.home.dir=" + home,
                                "-Djboss.server.config.dir=" + home.resolve("conf"),
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                                        + "io.quarkus.bootstrap.forkjoin"
                                        + ".QuarkusForkJoinWorkerThreadFactory",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED"),
                        home.resolve("lib/quarkus-run.jar").toString(),
                        "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                        List.of(
                                "start-dev",
                                "--import-realm",
                                "--http-host=127.0.0.1",
                                "--http-port=" + port,
                                "--db-url=jdbc:h2:file:%s/keycloak;NON_KEYWORDS=VALUE"
                                        .formatted(data)));
        try (var ready = new Ready(port, "/realms/" + REALM)) {
            process.start(
                    command,
                    Map.of(
                            "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                            "KC_BOOTSTRAP_ADMIN_PASSWORD", password),
                    START_LIMIT,
                    ready::isSo);
        }
    }

    /// Makes the users that are not there yet.
    ///
    /// @param tenant of those that are no operators
    void makeUsers(String tenant) {
        try (var admin = new Api(url(), token())) {
            admin.post(
                    "/admin/realms/" + REALM + "/partialImport",
                    null,
                    Map.of(
                            "ifResourceExists",
                            "SKIP",
                            "users",
                            USERS.stream().map(user -> user(user, tenant)).toList()));
        }
    }

    private Map<String, ?> user(String name, String tenant) {
        return Map.of(
                "username",
                name,
                "enabled",
                true,
                "realmRoles",
                List.of(name),
                "attributes",
                OPERATORS.contains(name) ? Map.of() : Map.of("reelay_tenant", List.of(tenant)),
                "credentials",
                List.of(Map.of("type", "password", "value", password)));
    }

    private String token() {
        var form =
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        ADMIN,
                        "password",
                        password);
        try (var anybody = new Api(url(), "")) {
            return anybody.postForm("/realms/master/protocol/openid-connect/token", form)
                    .path("access_token")
                    .asText();
        }
    }
}
