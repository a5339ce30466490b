package dev.reelay.worker.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Cuts the end off a clip. Pictures and sound are copied, not made anew.
@ApplicationScoped
public class TrimClip {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ffmpeg ffmpeg;

    public TrimClip(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// Writes what there is before `seconds`. Throws `FfmpegFailed` where the clip cannot be read.
    public void trim(Path mp4, int seconds, Path to) throws FfmpegFailed, InterruptedException {
        ffmpeg.run(
                List.of(
                        "-f",
                        "mov",
                        "-i",
                        Ffmpeg.file(mp4),
                        "-t",
                        String.valueOf(seconds),
                        "-c",
                        "copy",
                        "-movflags",
                        "+faststart",
                        "-f",
                        "mp4",
                        Ffmpeg.file(to)),
                LIMIT);
    }
}
