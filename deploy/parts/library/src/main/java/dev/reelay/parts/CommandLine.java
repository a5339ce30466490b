package dev.reelay.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process was started with. Empty for a zombie, or where the system does not tell.
public record CommandLine(List<String> words) {
    /// Linux tells the whole of it in a file; elsewhere the JDK's answer must do.
    public static CommandLine of(ProcessHandle process) {
        var file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
        if (Files.isReadable(file)) {
            try {
                var all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                return new CommandLine(all.isEmpty() ? List.of() : List.of(all.split("\0")));
            } catch (IOException e) {
                return new CommandLine(List.of()); // it ended while we looked
            }
        }
        return new CommandLine(process.info().arguments().map(List::of).orElseGet(List::of));
    }

    boolean contains(String word) {
        return words.contains(word);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
