package dev.reelay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A test run leaves no process and no file behind, however it ends.
class EndOfJvmTest {
    @TempDir Path module;

    @Test
    void when_the_jvm_is_killed_then_its_servers_and_their_folder_are_gone() throws Exception {
        var run = start();
        run.jvm().destroyForcibly();
        assertNothingLeft(run);
    }

    @Test
    void when_the_jvm_ends_by_itself_then_its_servers_and_their_folder_are_gone() throws Exception {
        var run = start();
        run.jvm().getOutputStream().close();
        assertThat(run.jvm().waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertNothingLeft(run);
    }

    private record Run(Process jvm, List<ProcessHandle> servers) {}

    private Run start() throws IOException {
        var jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dreelay.parts.from=embedded",
                                "-Dreelay.parts=" + System.getProperty("reelay.parts"),
                                "-Dbasedir=" + module,
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherJvm.class.getName())
                        .redirectError(Redirect.INHERIT)
                        .start();
        var lines = jvm.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("pids ")) {
                return new Run(jvm, handles(line.substring(5)));
            }
        }
        throw new AssertionError("the other JVM ended early");
    }

    private static List<ProcessHandle> handles(String pids) {
        return Arrays.stream(pids.split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    private void assertNothingLeft(Run run) {
        assertThat(run.servers()).hasSize(3);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            assertThat(run.servers()).noneMatch(ProcessHandle::isAlive);
                            try (var left = Files.list(module.resolve("target/reelay-parts"))) {
                                assertThat(left).isEmpty();
                            }
                        });
    }

    /// Starts all servers, tells their pids, and stays until its input ends.
    static final class OtherJvm {
        public static void main(String[] arguments) throws IOException {
            var parts = new RealParts();
            parts.init(Map.of("postgres", "reelay_x", "kafka", "", "s3", ""));
            parts.start();
            var run = RunFolder.ofThisJvm();
            var pids =
                    List.of(
                            first(run.resolve("postgres/data/postmaster.pid")),
                            first(run.resolve("kafka/pid")),
                            first(run.resolve("s3/pid")));
            System.out.println("pids " + String.join(" ", pids));
            System.out.flush();
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }

        private static String first(Path file) throws IOException {
            return Files.readAllLines(file).getFirst().strip();
        }
    }
}
