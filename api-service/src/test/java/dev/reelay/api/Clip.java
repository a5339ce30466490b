package dev.reelay.api;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A delivered clip in the store, as the worker leaves it.
final class Clip {
    private Clip() {}

    static Output store(
            ObjectStore store, TestTenant tenant, String video, int index, byte[] content) {
        try {
            var folder = "outputs/%s/%s/%d/1/".formatted(tenant.id(), Ids.job(video), index);
            var file = Files.createTempFile("clip", ".mp4");
            Files.write(file, content);
            store.put(folder + "video.mp4", file, "video/mp4");
            Files.write(file, "a thumbnail".getBytes());
            store.put(folder + "thumbnail.webp", file, "image/webp");
            Files.write(file, "a spritesheet".getBytes());
            store.put(folder + "spritesheet.jpg", file, "image/jpeg");
            Files.delete(file);
            return new Output(
                    index,
                    folder + "video.mp4",
                    "video/mp4",
                    content.length,
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)),
                    720,
                    1280,
                    4000,
                    false,
                    folder + "thumbnail.webp",
                    folder + "spritesheet.jpg");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
