package dev.reelay.worker.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Makes the still picture that stands for a clip.
@ApplicationScoped
public class MakeThumbnail {
    private static final int WIDEST = 640;
    private static final double AT = 0.25; // of the length: past most fades, before most cuts
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Ffmpeg ffmpeg;
    private final ProbeVideo probe;

    public MakeThumbnail(Ffmpeg ffmpeg, ProbeVideo probe) {
        this.ffmpeg = ffmpeg;
        this.probe = probe;
    }

    /// Writes one frame as WebP, at most 640 pixels wide; an existing file is replaced. Throws
    /// `FfmpegFailed` where the clip has no frame that can be read.
    public void webp(Path mp4, Path webp)
            throws FfmpegFailed, UnreadableVideo, IOException, InterruptedException {
        var at = probe.probe(mp4).durationMillis() * AT;
        ffmpeg.run(
                List.of(
                        "-threads",
                        "2",
                        "-ss",
                        String.format(Locale.ROOT, "%.3f", at / 1000),
                        "-f",
                        "mov",
                        "-i",
                        Ffmpeg.file(mp4),
                        "-frames:v",
                        "1",
                        "-an",
                        "-vf",
                        "scale=w='min(" + WIDEST + ",iw)':h=-2",
                        "-c:v",
                        "libwebp",
                        "-quality",
                        "75",
                        "-map_metadata",
                        "-1",
                        "-f",
                        "webp",
                        Ffmpeg.file(webp)),
                LIMIT);
    }
}
