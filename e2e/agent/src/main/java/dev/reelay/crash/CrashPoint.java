package dev.reelay.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A named place in the product's code: the entry or the normal return of one method.
///
/// @param name as in the fault matrix, like `C13`
/// @param service the service whose process has it: `api`, `worker`, `billing`
/// @param method name and simple parameter types, like `store(Errand)`
/// @param pauseMillis how long the thread rests here before the process is halted, so that what
///   runs beside it gets done
public record CrashPoint(
        String name,
        String service,
        String className,
        String method,
        Side side,
        int pauseMillis,
        String meaning) {

    /// On which side of the method.
    public enum Side {
        BEFORE,
        AFTER
    }

    private static final int COLUMNS = 7;

    /// Reads a table: columns separated by `|`, lines that begin with `#` are remarks.
    public static List<CrashPoint> table(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(CrashPoint::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CrashPoint parse(String line) {
        var columns = line.split("\\s*\\|\\s*", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
        }
        return new CrashPoint(
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                Side.valueOf(columns[4].toUpperCase(java.util.Locale.ROOT)),
                Integer.parseInt(columns[5]),
                columns[6]);
    }
}
