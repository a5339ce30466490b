package dev.reelay.worker.asset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files on the disk for clips on their way.
final class Spool {
    private Spool() {}

    /// A new file; whoever asks removes it.
    static Path file(AssetConfig config) throws IOException {
        var folder = config.spool();
        return folder.isPresent()
                ? Files.createTempFile(folder.get(), "reelay-", ".mp4")
                : Files.createTempFile("reelay-", ".mp4");
    }
}
