package dev.reelay.api.body;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The temporary files of one request. Each stands in the body under a marker that nobody can
/// guess. Closing removes them all.
public final class Spool implements AutoCloseable {
    /// Whose it is, should the process die without removing it.
    private static final String PREFIX = "reelay-api-" + ProcessHandle.current().pid() + "-";

    private static final Logger LOG = Logger.getLogger(Spool.class);
    private static final int BUFFER = 64 * 1024;

    private final Map<String, Spooled> byMarker = new HashMap<>();
    private final List<Path> files = new ArrayList<>();

    /// A value that was put aside.
    ///
    /// @param sha256 of the content, lower-case hex
    /// @param isFile whether it came as a file part, and not as text
    public record Spooled(Path file, long bytes, String sha256, boolean isFile) {}

    /// A new empty file, removed with the others.
    public Path newFile() throws IOException {
        var file = Files.createTempFile(PREFIX, ".spool");
        files.add(file);
        return file;
    }

    /// Puts all of the stream aside; the marker that stands for it.
    String putAside(InputStream content) throws IOException {
        try (var writer = writer(true)) {
            content.transferTo(writer);
            return writer.done();
        }
    }

    /// For content that comes in pieces.
    Writer writer(boolean isFile) throws IOException {
        return new Writer(newFile(), isFile);
    }

    /// What stands behind the marker; null where the text is none.
    @Nullable Spooled find(String marker) {
        return byMarker.get(marker);
    }

    @Override
    public void close() {
        for (var file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("a temporary file could not be removed", e);
            }
        }
        files.clear();
        byMarker.clear();
    }

    /// Writes one value aside, hashing it on the way.
    final class Writer extends FilterOutputStream {
        private final Path file;
        private final boolean isFile;
        private final MessageDigest digest = sha256();
        private long bytes;

        private Writer(Path file, boolean isFile) throws IOException {
            super(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
            this.file = file;
            this.isFile = isFile;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            digest.update((byte) b);
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            bytes += length;
        }

        /// Ends the value; the marker that stands for it from now on.
        String done() throws IOException {
            close();
            var marker = "spooled:" + UUID.randomUUID();
            var hash = HexFormat.of().formatHex(digest.digest());
            byMarker.put(marker, new Spooled(file, bytes, hash, isFile));
            return marker;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
