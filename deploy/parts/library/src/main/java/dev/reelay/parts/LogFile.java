package dev.reelay.parts;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The output of a part. The process appends to it by itself, so it goes on when we are gone.
public record LogFile(Path path) {
    private static final long FULL = 20L << 20;
    private static final int TAIL_BYTES = 64 << 10;

    /// Makes the folder, and moves a big log aside (`.1`, one of them is kept). Only while the part
    /// is down.
    public void prepare() {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            if (size() > FULL) {
                var aside = path.resolveSibling(path.getFileName() + ".1");
                Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Bytes written so far; 0 without a log.
    public long size() {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last lines, oldest first, of at most 64 KB; none without a log.
    public List<String> tail(int lines) {
        var all = since(Math.max(0, size() - TAIL_BYTES)).lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /// What was written after this many bytes.
    public String since(long position) {
        if (!Files.exists(path)) {
            return "";
        }
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var from = Math.min(position, file.length());
            var rest = new byte[Math.toIntExact(Math.min(file.length() - from, 16L << 20))];
            file.seek(from);
            file.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
