package dev.reelay.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which installation a command means.
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder; default: var beside this program.")
    private @Nullable Path data;

    Installation installation() {
        var home = Home.find();
        return Installation.of(home, data == null ? home.folder().resolve("var") : data);
    }
}
