package dev.reelay.worker.scratch;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Files on the disk for clips on their way, in a folder that this process has for itself. A lock
/// on a file beside it says that the process lives; the system gives it up however that ends. What
/// a killed one had in hand is removed by the next that starts.
@Singleton
public class Scratch {
    private static final Logger LOG = Logger.getLogger(Scratch.class);
    private static final String NAME = "reelay-scratch-";
    private static final String LOCK = ".lock";

    private final Path parent;

    /// Open as long as the process lives, or the lock would be given up.
    private @Nullable FileChannel held;

    private @Nullable Path mine;

    public Scratch(ScratchConfig config) {
        parent = config.spool().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// A new, empty file that only this user can read; whoever asks removes it.
    public Path file(String suffix) throws IOException {
        return Files.createTempFile(folder(), "", suffix);
    }

    /// A new, empty folder that only this user can enter; whoever asks removes it.
    public Path newFolder() throws IOException {
        return Files.createTempDirectory(folder(), "");
    }

    /// The lock is there before the folder: one without it is nobody's.
    private synchronized Path folder() throws IOException {
        if (mine == null || !Files.isDirectory(mine)) {
            var name = NAME + UUID.randomUUID();
            held =
                    FileChannel.open(
                            parent.resolve(name + LOCK),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
            held.lock();
            mine = Files.createTempDirectory(parent, name + "-");
        }
        return mine;
    }

    /// Removes the folders of processes that have gone.
    void sweep() throws IOException {
        try (var all = Files.newDirectoryStream(parent, NAME + "*")) {
            for (var path : all) {
                var name = path.getFileName().toString();
                if (!name.endsWith(LOCK) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    removeIfLeft(path, name);
                }
            }
        }
    }

    private void removeIfLeft(Path folder, String name) throws IOException {
        var form = NAME.length() + UUID.randomUUID().toString().length();
        var lock = parent.resolve(name.substring(0, Math.min(form, name.length())) + LOCK);
        if (!Files.isWritable(folder)) {
            return; // another user's
        }
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var taken = channel.tryLock()) {
            if (taken != null) {
                remove(folder);
                Files.deleteIfExists(lock);
                LOG.infof("Files of a killed worker were removed; folder=%s", folder.getFileName());
            }
        } catch (OverlappingFileLockException e) {
            LOG.debugf("A folder is this process's; folder=%s", folder.getFileName());
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
