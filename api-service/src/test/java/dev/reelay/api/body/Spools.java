package dev.reelay.api.body;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that bodies are diverted into.
public final class Spools {
    private Spools() {}

    /// How many there are of this process: others may be at work beside it.
    public static long count() throws IOException {
        var own = "-" + ProcessHandle.current().pid() + "-";
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".spool") && name.contains(own))
                    .count();
        }
    }
}
