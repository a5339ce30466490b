package dev.reelay.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/// Generated passwords, one file each (mode 600) in a folder of our own (mode 700). Made once, then
/// kept.
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    /// Creates the folder where it is missing.
    public Secrets(Path folder) {
        this.folder = privateFolder(folder);
    }

    /// 160 random bits in hexadecimal under this name, the same at every call.
    public String password(String name) {
        return get(name, () -> HexFormat.of().formatHex(randomBytes(20)));
    }

    /// The secret of this name; the first call makes it.
    public String get(String name, Supplier<String> make) {
        var file = file(name);
        try {
            if (!Files.exists(file)) {
                write(file, make.get());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the secret of this name is or would be.
    public Path file(String name) {
        return folder.resolve(name);
    }

    /// This many bytes from the system's random source.
    public static byte[] randomBytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /// Writes a file that only its owner can read, in one step: a reader sees all of it or none.
    public static void write(Path file, String content) throws IOException {
        var whole = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(whole);
        try {
            Files.createFile(whole, ownerOnly("rw-------"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("somebody else is writing " + file, e);
        }
        Files.writeString(whole, content, StandardOpenOption.WRITE);
        Files.move(
                whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Creates a folder that only its owner can enter; an existing one stays as it is.
    public static Path privateFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                Files.createDirectories(folder, ownerOnly("rwx------"));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
