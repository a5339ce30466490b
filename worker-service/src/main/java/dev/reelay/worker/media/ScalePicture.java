package dev.reelay.worker.media;

import dev.reelay.common.catalogue.FrameSize;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Makes a picture of another size, or another kind of file.
@ApplicationScoped
public class ScalePicture {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Ffmpeg ffmpeg;

    public ScalePicture(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// Writes it as a JPEG of this size: it fills that in its proportions, and what stands over is
    /// cut off at both sides. Throws `FfmpegFailed` where it cannot be read.
    ///
    /// @param contentType of the picture: `image/png`, `image/jpeg` or `image/webp`
    public void scale(Path picture, String contentType, FrameSize size, Path jpeg)
            throws FfmpegFailed, InterruptedException {
        ffmpeg.run(
                List.of(
                        "-threads",
                        "2",
                        "-f",
                        demuxer(contentType),
                        "-i",
                        Ffmpeg.file(picture),
                        "-frames:v",
                        "1",
                        "-map_metadata",
                        "-1",
                        "-vf",
                        "scale=%1$d:%2$d:force_original_aspect_ratio=increase:flags=lanczos,crop=%1$d:%2$d,setsar=1"
                                .formatted(size.width(), size.height()),
                        "-c:v",
                        "mjpeg",
                        "-pix_fmt",
                        "yuvj420p",
                        "-q:v",
                        "3",
                        "-f",
                        "image2",
                        Ffmpeg.file(jpeg)),
                LIMIT);
    }

    private static String demuxer(String contentType) {
        return switch (contentType) {
            case "image/png" -> "png_pipe";
            case "image/jpeg" -> "jpeg_pipe";
            case "image/webp" -> "webp_pipe";
            default -> throw new IllegalArgumentException(contentType + " is no picture");
        };
    }
}
