package dev.reelay.worker.provider.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// What a file is by its first bytes. Only these are read, each by the one demuxer named here, so a
/// playlist that poses as a picture opens nothing.
enum MediaKind {
    PNG("png_pipe", 0, "\u0089PNG\r\n\u001a\n"),
    JPEG("jpeg_pipe", 0, "\u00ff\u00d8\u00ff"),
    WEBP("webp_pipe", 8, "WEBP"),
    GIF("gif", 0, "GIF8"),
    MP4("mov", 4, "ftyp"),
    WEBM("matroska", 0, "\u001aE\u00df\u00a3");

    private static final int ENOUGH = 12;

    private final String demuxer;
    private final int offset;
    private final String magic;

    MediaKind(String demuxer, int offset, String magic) {
        this.demuxer = demuxer;
        this.offset = offset;
        this.magic = magic;
    }

    /// ffmpeg's name for its reader.
    String demuxer() {
        return demuxer;
    }

    /// Empty where it is none of them.
    static Optional<MediaKind> of(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var head = new String(in.readNBytes(ENOUGH), StandardCharsets.ISO_8859_1);
            return Arrays.stream(values())
                    .filter(k -> head.startsWith(k.magic, k.offset))
                    .findAny();
        }
    }
}
