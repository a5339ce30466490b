package dev.reelay.worker.provider.sandbox;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Folders for renders, below the system's temporary folder, each removed with its render. What a
/// killed worker has left is removed by the next one to start.
@Singleton
class RenderFolders {
    private static final String NAME = "reelay-render-";
    private static final Pattern FORM = Pattern.compile(NAME + "(\\d{1,18})-.*");

    private final Path temp = Path.of(System.getProperty("java.io.tmpdir"));

    /// A folder that goes away when it is closed.
    record Folder(Path path) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            remove(path);
        }
    }

    /// An empty folder that only this user can enter.
    Folder open() throws IOException {
        var mine = NAME + ProcessHandle.current().pid() + "-";
        return new Folder(Files.createTempDirectory(temp, mine));
    }

    /// Call before the first render.
    void sweep() throws IOException {
        try (var all = Files.list(temp)) {
            for (var folder : all.filter(RenderFolders::left).toList()) {
                remove(folder);
            }
        }
    }

    /// A process of this number that lives is another worker, unless the number is ours.
    private static boolean left(Path folder) {
        var match = FORM.matcher(folder.getFileName().toString());
        if (!match.matches() || !Files.isWritable(folder)) {
            return false;
        }
        var pid = Long.parseLong(match.group(1));
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
