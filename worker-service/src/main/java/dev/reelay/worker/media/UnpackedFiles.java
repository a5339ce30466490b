package dev.reelay.worker.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files of Maven artifacts, unpacked once into a folder that only this user can enter. Any number
/// of workers may unpack at the same time.
@ApplicationScoped
public class UnpackedFiles {
    private final Path wanted;
    private @Nullable Path folder;

    public UnpackedFiles(MediaConfig config) {
        this.wanted =
                config.ffmpegFolder()
                        .orElseGet(
                                () ->
                                        Path.of(
                                                System.getProperty("java.io.tmpdir"),
                                                "reelay-" + System.getProperty("user.name")));
    }

    /// The file on the disk. Throws `IOException` where it cannot be put there or is not what was
    /// pinned.
    public synchronized Path of(PackedFile file) throws IOException {
        var path = folder().resolve(file.nameOnDisk());
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.size(path) != file.size()) {
            unpack(file, path);
        }
        return path;
    }

    private static void unpack(PackedFile file, Path path) throws IOException {
        var part = Files.createTempFile(path.getParent(), "part-", null); // only for this user
        try {
            var found = copy(file.resource(), part);
            if (!found.equals(file.sha256())) {
                throw new IOException(file.resource() + " is not what it should be: " + found);
            }
            if (file.executable() && !part.toFile().setExecutable(true, true)) {
                throw new IOException(part + " cannot be made executable");
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String copy(String resource, Path to) throws IOException {
        try (var in = UnpackedFiles.class.getResourceAsStream("/" + resource);
                var out = Files.newOutputStream(to)) {
            if (in == null) {
                throw new IOException("no Maven artifact on the class path holds " + resource);
            }
            return copy(new DigestInputStream(in, MessageDigest.getInstance("SHA-256")), out);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String copy(DigestInputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
        return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }

    private Path folder() throws IOException {
        if (folder == null) {
            folder = own(wanted);
        }
        return folder;
    }

    /// The wanted folder if it is ours alone; somebody else may have made it first, then a fresh
    /// one with a name that nobody could guess.
    private static Path own(Path folder) throws IOException {
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder, onlyMe(folder));
        } catch (FileAlreadyExistsException e) {
            return isOurs(folder) ? folder : Files.createTempDirectory("reelay-");
        }
        return folder;
    }

    private static boolean isOurs(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(folder)) {
            return false;
        }
        var mine = Files.createTempFile("reelay-", null);
        try {
            return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine))
                    && (!posix(folder) || closedToOthers(folder));
        } finally {
            Files.delete(mine);
        }
    }

    private static boolean closedToOthers(Path folder) throws IOException {
        var open = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        return Files.getPosixFilePermissions(folder).stream().noneMatch(open::contains);
    }

    private static FileAttribute<?>[] onlyMe(Path folder) {
        return posix(folder)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
