package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.parts.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The whole product in a data folder of its own, started through the launcher.
public final class LocalSystem implements AutoCloseable {
    private static final Path HOME =
            Path.of(System.getProperty("reelay.home", "..")).toAbsolutePath().normalize();
    private static final Pattern EXPORT = Pattern.compile("export (\\w+)='?(.*?)'?");
    private static final int PORTS = 7;
    private static final int PORTS_OF_ALL = 22;

    private final Path data;
    private final int port;
    private final Map<String, String> settings;
    private Map<String, String> env = Map.of();

    private LocalSystem(Path data, int port, Map<String, String> settings) {
        this.data = data;
        this.port = port;
        this.settings = settings;
    }

    /// Starts everything in the folder and waits until it is ready.
    public static LocalSystem start(Path data) {
        return start(data, Map.of());
    }

    /// @param settings environment variables that everything is started with
    public static LocalSystem start(Path data, Map<String, String> settings) {
        var system = new LocalSystem(data, Ports.freeRun(PORTS), settings);
        system.up();
        return system;
    }

    /// The same on ports that leave room for the simulator and Keycloak.
    static LocalSystem startRoomy(Path data, Map<String, String> settings) {
        var system = new LocalSystem(data, Ports.freeRun(PORTS_OF_ALL), settings);
        system.up();
        return system;
    }

    /// `reelay up --detach`: starts what is missing.
    void up(String... more) {
        var words = new ArrayList<>(List.of("up", "--detach", "--port", String.valueOf(port)));
        words.addAll(List.of(more));
        var up = run(Duration.ofMinutes(5), words.toArray(String[]::new));
        if (up.exit() != 0) {
            close(); // what did start would go on
        }
        assertThat(up.exit()).as("reelay up\n%s", up.output()).isZero();
        env = exports();
    }

    /// Runs one launcher command to its end.
    Ran run(Duration limit, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dreelay.home=" + HOME);
        command.add("-jar");
        command.add(HOME.resolve("deploy/local/target/local.jar").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("--data", data.toString()));
        try {
            var out = Files.createTempFile("reelay-", ".out");
            var launcher =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile());
            launcher.environment().putAll(settings);
            var process = launcher.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " took too long:\n" + Files.readString(out));
            }
            var output = Files.readString(out, StandardCharsets.UTF_8);
            Files.delete(out);
            return new Ran(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> exports() {
        var exports = new TreeMap<String, String>();
        run(Duration.ofSeconds(30), "env")
                .output()
                .lines()
                .map(EXPORT::matcher)
                .filter(m -> m.matches())
                .forEach(m -> exports.put(m.group(1), m.group(2)));
        return exports;
    }

    /// The first of its ports, which is the api's.
    public int port() {
        return port;
    }

    /// A value of `reelay env`.
    public String env(String name) {
        return Objects.requireNonNull(env.get(name), () -> name + " is not in reelay env");
    }

    ReelayClient client() {
        return new ReelayClient(
                env("REELAY_URL"), env("REELAY_API_KEY"), env("REELAY_ADMIN_TOKEN"));
    }

    /// The process id of `api`, `worker`, `billing`, `postgres`, `kafka` or `s3`.
    public long pid(String part) {
        return Arrays.stream(env("REELAY_PIDS").split(","))
                .map(entry -> entry.split("=", 2))
                .filter(entry -> entry[0].equals(part))
                .mapToLong(entry -> Long.parseLong(entry[1]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pid of " + part));
    }

    /// `kill -9`, and waits until the process is gone.
    void kill(String part) {
        var process = ProcessHandle.of(pid(part)).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        var down = run(Duration.ofMinutes(2), "down");
        assertThat(down.exit()).as("reelay down\n%s", down.output()).isZero();
    }

    /// What a command left: its exit code, and what it printed.
    record Ran(int exit, String output) {}
}
