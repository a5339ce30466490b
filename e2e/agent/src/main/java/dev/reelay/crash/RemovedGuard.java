package dev.reelay.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A guard of the product that a process runs without, to see whether its loss is noticed.
public sealed interface RemovedGuard {
    String className();

    /// A piece of a text constant, as a statement of SQL, replaced by another.
    record Text(String className, String from, String to) implements RemovedGuard {}

    /// A method that answers at once and does nothing.
    ///
    /// @param method name and simple parameter types
    /// @param answer `true`, `false` or `void`
    record Method(String className, String method, String answer) implements RemovedGuard {}

    /// Writes guards, one per line.
    static void write(Path file, List<RemovedGuard> guards) {
        try {
            Files.write(file, guards.stream().map(RemovedGuard::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what {@link #write} wrote; none where there is no file.
    static List<RemovedGuard> read(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(RemovedGuard::parse).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(RemovedGuard guard) {
        return switch (guard) {
            case Text(var type, var from, var to) -> String.join("\t", "text", type, from, to);
            case Method(var type, var method, var answer) ->
                    String.join("\t", "method", type, method, answer);
        };
    }

    private static RemovedGuard parse(String line) {
        var parts = line.split("\t", -1);
        return parts[0].equals("text")
                ? new Text(parts[1], parts[2], parts[3])
                : new Method(parts[1], parts[2], parts[3]);
    }
}
