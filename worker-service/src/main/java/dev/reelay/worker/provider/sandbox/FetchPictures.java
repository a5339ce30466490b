package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.store.S3Objects;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Brings a scene's pictures, or the clip it continues, from the store to the disk.
@Singleton
class FetchPictures {
    private final S3Objects objects;
    private final SandboxConfig config;

    FetchPictures(S3Objects objects, SandboxConfig config) {
        this.objects = objects;
        this.config = config;
    }

    /// Throws `SdkException` or `IOException` where it may work later, `NoClip` where it never
    /// will.
    List<Path> fetch(Scene scene, Path folder) throws NoClip, IOException {
        var all = new ArrayList<Path>();
        for (var key : scene.files()) {
            var file = folder.resolve("input" + all.size());
            fetch(key, scene.named(all.size()), file);
            all.add(file);
        }
        return all;
    }

    private void fetch(String key, String which, Path to) throws NoClip, IOException {
        try (var content = objects.open(key)) {
            var length = content.response().contentLength();
            if (length > config.largestInput()) {
                content.abort(); // else closing would read the rest
                throw new NoClip(
                        Reason.INVALID_INPUT,
                        "%s has %d bytes, more than %d"
                                .formatted(which, length, config.largestInput()));
            }
            Files.copy(content, to);
        } catch (NoSuchKeyException e) {
            throw new NoClip(Reason.INVALID_INPUT, which + " is no longer in the store", e);
        }
    }
}
