package dev.reelay.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// The bucket as it was at a moment, while everything went on: the object store keeps its objects
/// as files in a folder, and this is a copy of them.
final class BucketBackup {
    private final Path folder;
    private final Map<Path, byte[]> files = new HashMap<>();

    private BucketBackup(Path folder) throws IOException {
        this.folder = folder;
        try (var all = Files.walk(folder)) {
            for (var file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                keep(file);
            }
        }
    }

    /// @param data the folder of the installation
    static BucketBackup of(Path data) {
        try {
            return new BucketBackup(data.resolve("s3"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(Path file) throws IOException {
        try {
            files.put(folder.relativize(file), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            // removed, or moved to its place, at this moment
        }
    }

    /// Sets the bucket back; the object store must not run.
    void restore() {
        try {
            try (var all = Files.walk(folder)) {
                for (var old :
                        (Iterable<Path>)
                                all.filter(path -> !path.equals(folder))
                                                .sorted(Comparator.reverseOrder())
                                        ::iterator) {
                    Files.delete(old);
                }
            }
            for (var file : files.entrySet()) {
                var to = folder.resolve(file.getKey());
                Files.createDirectories(to.getParent());
                Files.write(to, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
