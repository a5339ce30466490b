package dev.reelay.worker.provider.sandbox;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One second of video that stands for any clip where only the way counts, not the picture. Every
/// worker draws the same bytes, once.
@Singleton
class TinyClip {
    /// How a poll names it.
    static final String LOCATION = "tiny";

    private static final Scene SCENE =
            new Scene("tiny", 320, 180, 1, 24, false, 1, List.<String>of());

    private final DrawClip draw;
    private final RenderFolders folders;
    private RenderFolders.@Nullable Folder folder;
    private @Nullable Path file;

    TinyClip(DrawClip draw, RenderFolders folders) {
        this.draw = draw;
        this.folders = folders;
    }

    /// Throws `IOException` where it cannot be drawn here.
    synchronized Path file() throws IOException {
        var known = file;
        if (known == null) {
            known = drawn();
            file = known;
        }
        return known;
    }

    private Path drawn() throws IOException {
        var place = folders.open();
        folder = place;
        try {
            return draw.draw(SCENE, List.of(), place.path(), progress -> {});
        } catch (NoClip | RenderKilled e) {
            throw new IOException("the tiny clip cannot be drawn: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @PreDestroy
    synchronized void close() throws IOException {
        if (folder != null) {
            folder.close();
        }
    }
}
