package dev.reelay.local;

import dev.reelay.parts.CommandLine;
import dev.reelay.parts.JavaCommand;
import dev.reelay.parts.ProcessPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A replica of one of the three services as a process of its own.
public final class Service extends ProcessPart {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    private final Path jar;
    private final String variant;
    private final List<String> jvm;
    private final Supplier<Map<String, String>> environment;

    /// @param variant a word for an environment unlike the usual; a process of another is started
    ///   anew
    /// @param environment asked for at start only, when the parts that it names run
    public Service(
            String name,
            int port,
            Path jar,
            String variant,
            List<String> jvm,
            Supplier<Map<String, String>> environment,
            Path folder,
            Path logFile) {
        super(name, port, folder, logFile, STOP_GRACE);
        this.jar = jar;
        this.variant = variant;
        this.jvm = jvm;
        this.environment = environment;
    }

    /// Whether it runs from a jar that was built anew since, so that its classes may be gone under
    /// it, or was started for other providers.
    boolean isOutdated() {
        return pid().stream()
                .mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .anyMatch(running -> !CommandLine.of(running).words().contains(build()));
    }

    /// The JVM argument that says of which build the process is, and what for.
    private String build() {
        return "-Dreelay.build=" + jar.toFile().lastModified() + variant;
    }

    @Override
    public void start() {
        if (isOutdated()) {
            stop();
        }
        try (var ready = new Ready(port, "/q/health/ready")) {
            process.start(
                    JavaCommand.ofJar(process.mark(), options(), jar, List.of()),
                    environment.get(),
                    START_LIMIT,
                    ready::isSo);
        }
    }

    private List<String> options() {
        return Stream.concat(Stream.of(build()), jvm.stream()).toList();
    }
}
