package dev.reelay.parts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The folder with `bin/initdb`, `bin/pg_ctl` and `bin/postgres`.
record PostgresPrograms(Path folder) {
    /// Unpacks the archive in the jar beside the jar. Two who do it at once do not meet: each
    /// unpacks for itself, the first to finish wins.
    static PostgresPrograms unpacked(Path jar) throws IOException {
        var folder = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
        if (!Files.isDirectory(folder)) {
            var own = Files.createTempDirectory(jar.getParent(), "unpacking-");
            try (var zip = new ZipFile(jar.toFile())) {
                var archive =
                        zip.stream()
                                .filter(entry -> entry.getName().endsWith(".txz"))
                                .findFirst()
                                .orElseThrow(() -> new IOException("no archive in " + jar));
                try (var bytes = zip.getInputStream(archive)) {
                    unpack(bytes, own);
                }
            }
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
            moveUnlessThere(own, folder);
        }
        return new PostgresPrograms(folder);
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (var tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
            }
        }
    }

    private static void unpack(InputStream tar, TarArchiveEntry entry, Path folder)
            throws IOException {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("the archive reaches outside: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(file, folder.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(tar, file);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void moveUnlessThere(Path own, Path folder) throws IOException {
        try {
            Files.move(own, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            Folders.delete(own);
        }
    }

    /// The command line of a program here. PostgreSQL refuses to run as root; in a user namespace
    /// of its own root is nobody, and still owns the data.
    List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (CurrentUser.isRefusedByPostgres()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
