package dev.reelay.e2e.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of this machine, run to its end.
record Program(int exit, String output, String errors) {
    /// Fails with what it has said where it takes longer than the limit.
    static Program run(
            Path folder, Map<String, String> environment, Duration limit, List<String> command)
            throws IOException, InterruptedException {
        var out = Files.createTempFile("program-", ".out");
        var errors = Files.createTempFile("program-", ".err");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "%s took too long:\n%s\n%s".formatted(command, text(out), text(errors)));
            }
            return new Program(process.exitValue(), text(out), text(errors));
        } finally {
            Files.delete(out);
            Files.delete(errors);
        }
    }

    /// Whether this command is there and ends well.
    static boolean works(String... command) {
        try {
            return run(Path.of("."), Map.of(), Duration.ofSeconds(60), List.of(command)).exit == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
