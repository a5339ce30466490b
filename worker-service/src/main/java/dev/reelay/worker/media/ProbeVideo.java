package dev.reelay.worker.media;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads what an MP4 is from its own boxes: a few hundred bytes, whatever its size.
@ApplicationScoped
public class ProbeVideo {
    private static final int LONGEST_SIDE = 16_384;
    private static final long LONGEST_MILLIS = 24L * 60 * 60 * 1000;

    /// Throws `UnreadableVideo` where the file is not a whole MP4 with a picture, `IOException`
    /// only where the disk fails.
    public ProbedVideo probe(Path mp4) throws UnreadableVideo, IOException {
        try (var file = FileChannel.open(mp4, StandardOpenOption.READ)) {
            return check(new Movie(new BoxReader(file)).read());
        }
    }

    private static ProbedVideo check(ProbedVideo video) throws UnreadableVideo {
        if (!side(video.width()) || !side(video.height())) {
            throw new UnreadableVideo(
                    "the picture has no usable size: " + video.width() + "x" + video.height());
        }
        if (video.durationMillis() < 1 || video.durationMillis() > LONGEST_MILLIS) {
            throw new UnreadableVideo(
                    "the file has no usable length: " + video.durationMillis() + " ms");
        }
        if (!(video.fps() > 0)) {
            throw new UnreadableVideo("the video track holds no frames");
        }
        return video;
    }

    private static boolean side(int pixels) {
        return pixels >= 1 && pixels <= LONGEST_SIDE;
    }
}
