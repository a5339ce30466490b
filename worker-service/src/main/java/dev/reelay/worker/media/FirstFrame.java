package dev.reelay.worker.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Takes the picture that a clip begins with.
@ApplicationScoped
public class FirstFrame {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Ffmpeg ffmpeg;

    public FirstFrame(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// Writes it as a PNG of the clip's size. Throws `FfmpegFailed` where the clip has no frame
    /// that can be read.
    public void take(Path mp4, Path png) throws FfmpegFailed, InterruptedException {
        ffmpeg.run(
                List.of(
                        "-threads",
                        "2",
                        "-f",
                        "mov",
                        "-i",
                        Ffmpeg.file(mp4),
                        "-frames:v",
                        "1",
                        "-an",
                        "-map_metadata",
                        "-1",
                        "-c:v",
                        "png",
                        "-f",
                        "image2",
                        Ffmpeg.file(png)),
                LIMIT);
    }
}
