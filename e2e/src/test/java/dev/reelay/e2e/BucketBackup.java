package dev.reelay.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/// The bucket as it was at a moment, while everything went on: the object store keeps its objects
/// as files, their types and who may read them in the files' attributes, and this is a copy.
final class BucketBackup {
    private final Path objects;
    private final Path copy;

    private BucketBackup(Path objects, Path copy) {
        this.objects = objects;
        this.copy = copy;
    }

    /// @param data the folder of the installation
    /// @param copy a folder that is not there yet
    static BucketBackup of(Path data, Path copy) {
        var backup = new BucketBackup(data.resolve("s3/buckets"), copy);
        copyAll(backup.objects, copy);
        return backup;
    }

    /// Sets the bucket back; the object store must not run.
    void restore() {
        try (var all = Files.walk(objects)) {
            for (var old : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        copyAll(copy, objects);
    }

    private static void copyAll(Path from, Path to) {
        try (var all = Files.walk(from)) {
            for (var path : all.toList()) {
                copy(path, to.resolve(from.relativize(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            // removed, or moved to its place, at this moment
        }
    }
}
