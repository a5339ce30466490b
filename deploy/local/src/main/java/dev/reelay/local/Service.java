package dev.reelay.local;

import dev.reelay.parts.CommandLine;
import dev.reelay.parts.DetachedProcess;
import dev.reelay.parts.JavaCommand;
import dev.reelay.parts.LogFile;
import dev.reelay.parts.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A replica of one of the three services as a process of its own.
public final class Service implements Part {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    private final String name;
    private final int port;
    private final Path jar;
    private final List<String> jvm;
    private final Supplier<Map<String, String>> environment;
    private final LogFile log;
    private final DetachedProcess process;

    /// @param environment asked for at start only, when the parts that it names run
    public Service(
            String name,
            int port,
            Path jar,
            List<String> jvm,
            Supplier<Map<String, String>> environment,
            Path folder,
            Path logFile) {
        this.name = name;
        this.port = port;
        this.jar = jar;
        this.jvm = jvm;
        this.environment = environment;
        this.log = new LogFile(logFile);
        this.process = new DetachedProcess(name, folder, log);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Path logFile() {
        return log.path();
    }

    @Override
    public OptionalLong pid() {
        return process.pid();
    }

    /// Whether it runs from a jar that was built anew since; its classes may be gone under it.
    boolean isOutdated() {
        return pid().stream()
                .mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .anyMatch(running -> !CommandLine.of(running).words().contains(build()));
    }

    /// The JVM argument that says of which build the process is.
    private String build() {
        return "-Dreelay.build=" + jar.toFile().lastModified();
    }

    @Override
    public void start() {
        if (isOutdated()) {
            stop();
        }
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            process.start(
                    JavaCommand.ofJar(process.mark(), options(), jar),
                    environment.get(),
                    START_LIMIT,
                    () -> ready(http));
        }
    }

    private List<String> options() {
        return Stream.concat(Stream.of(build()), jvm.stream()).toList();
    }

    private boolean ready(HttpClient http) {
        var ask =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void stop() {
        process.stop(STOP_GRACE);
    }
}
