package dev.reelay.worker.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
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

    private static final int REMEMBERED = 32;

    private final Ffmpeg ffmpeg;
    private final ProbeVideo probe;
    // A clip that comes a second time (brought home again after a crash, or the sandbox's tiny one)
    // costs no second decoding.
    private final Cache<String, byte[]> made =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public MakeThumbnail(Ffmpeg ffmpeg, ProbeVideo probe) {
        this.ffmpeg = ffmpeg;
        this.probe = probe;
    }

    /// One frame as WebP, at most 640 pixels wide. Throws `FfmpegFailed` where the clip has no
    /// frame that can be read.
    ///
    /// @param sha256 of the clip
    public byte[] webp(Path mp4, String sha256)
            throws FfmpegFailed, UnreadableVideo, IOException, InterruptedException {
        var known = made.getIfPresent(sha256);
        if (known != null) {
            return known;
        }
        var file = mp4.resolveSibling(mp4.getFileName() + ".webp");
        try {
            write(mp4, file);
            var webp = Files.readAllBytes(file);
            made.put(sha256, webp);
            return webp;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void write(Path mp4, Path webp)
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
