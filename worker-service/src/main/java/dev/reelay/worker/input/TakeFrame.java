package dev.reelay.worker.input;

import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.input.InputAnswer.Kept;
import dev.reelay.worker.input.InputAnswer.StoreAway;
import dev.reelay.worker.input.InputAnswer.Unusable;
import dev.reelay.worker.media.FfmpegFailed;
import dev.reelay.worker.media.FirstFrame;
import dev.reelay.worker.scratch.Scratch;
import dev.reelay.worker.store.S3Objects;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Puts the first frame of a clip in the place of the clip, where a picture is needed. A second
/// time finds the picture and leaves it.
@Singleton
public class TakeFrame {
    private static final String PNG = "image/png";

    private final S3Objects objects;
    private final FirstFrame frames;
    private final Scratch scratch;

    public TakeFrame(S3Objects objects, FirstFrame frames, Scratch scratch) {
        this.objects = objects;
        this.frames = frames;
        this.scratch = scratch;
    }

    /// @param input a clip in the store whose role asks for a picture
    public InputAnswer take(JobSpec.Input input) {
        try {
            var folder = scratch.newFolder();
            var clip = folder.resolve("clip.mp4");
            var picture = folder.resolve("frame.png");
            try {
                return take(input, clip, picture);
            } finally {
                Files.deleteIfExists(clip);
                Files.deleteIfExists(picture);
                Files.delete(folder);
            }
        } catch (NoSuchKeyException e) {
            return new Unusable("is no longer there");
        } catch (SdkException e) {
            return new StoreAway("the store failed: " + e.getClass().getSimpleName());
        } catch (IOException e) {
            return new StoreAway("the disk failed: " + e.getClass().getSimpleName());
        }
    }

    private InputAnswer take(JobSpec.Input input, Path clip, Path picture) throws IOException {
        try (var content = objects.open(input.key())) {
            if (!PNG.equals(content.response().contentType())) {
                Files.copy(content, clip, StandardCopyOption.REPLACE_EXISTING);
                frames.take(clip, picture);
                objects.put(input.key(), picture, PNG);
            }
            return new Kept(new JobSpec.Input(input.role(), input.key(), PNG));
        } catch (FfmpegFailed e) {
            return switch (e.why()) {
                case UNUSABLE, KILLED -> new StoreAway("ffmpeg could not be run: " + e.why());
                case TOO_SLOW, ERROR -> new Unusable("cannot be taken from the clip");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StoreAway("interrupted");
        }
    }
}
