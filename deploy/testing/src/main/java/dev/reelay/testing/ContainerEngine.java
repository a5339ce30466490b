package dev.reelay.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/// Whether a container engine answers on this machine.
final class ContainerEngine {
    private ContainerEngine() {}

    /// Testcontainers takes seconds and a page of warnings to find out that there is none, so where
    /// nothing points to one it is not asked.
    static boolean answers() {
        return isAnnounced() && DockerClientFactory.instance().isDockerAvailable();
    }

    private static boolean isAnnounced() {
        var home = Path.of(System.getProperty("user.home"));
        return System.getenv("DOCKER_HOST") != null
                || Files.exists(home.resolve(".testcontainers.properties"))
                || Stream.of(
                                Optional.of(Path.of("/var/run/docker.sock")),
                                Optional.of(home.resolve(".docker/run/docker.sock")),
                                Optional.of(home.resolve(".docker/desktop/docker.sock")),
                                Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                                        .map(run -> Path.of(run, "docker.sock")))
                        .flatMap(Optional::stream)
                        .anyMatch(Files::exists);
    }
}
