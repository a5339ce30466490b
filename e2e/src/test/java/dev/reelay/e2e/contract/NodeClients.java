package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The clients that are published for Node, in the versions that `src/test/node` locks.
final class NodeClients {
    private static final Path SOURCE = Path.of("src/test/node");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> environment;
    private final Map<String, Map<String, String>> ran = new LinkedHashMap<>();
    private @Nullable String missing;

    /// @param folder an empty one to install them in
    /// @param environment what the programs are told of the system
    NodeClients(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /// Fails where the case of the program failed or did not run; leaves it out, and says why,
    /// where there is no Node or nowhere to get clients.
    ///
    /// @param program the name of its file, without the ending
    void check(String program, String name) throws IOException, InterruptedException {
        if (missing == null) {
            missing = install();
        }
        assumeTrue(missing.isEmpty(), missing);
        var cases = ran.get(program);
        if (cases == null) {
            cases = run(program);
            ran.put(program, cases);
        }
        var error = cases.get(name);
        if (error == null) {
            fail("%s did not run %s: %s", program, name, cases);
        }
        assertThat(error).as(program + " " + name).isEmpty();
    }

    /// What is missing; empty where the clients are there now.
    private String install() throws IOException, InterruptedException {
        if (!Program.works("node", "--version")) {
            return "Node is not on this machine";
        }
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        var install =
                Program.run(
                        folder,
                        Map.of(),
                        LIMIT,
                        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        return install.exit() == 0 ? "" : "npm cannot fetch the clients";
    }

    private Map<String, String> run(String program) throws IOException, InterruptedException {
        var done = Program.run(folder, environment, LIMIT, List.of("node", program + ".js"));
        var cases = new LinkedHashMap<String, String>();
        for (var line : done.output().lines().toList()) {
            var ended = JSON.readTree(line);
            cases.put(ended.path("name").asText(), ended.path("error").asText());
        }
        assertThat(cases).as(done.errors()).isNotEmpty();
        return cases;
    }
}
