package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.media.Ffmpeg;
import dev.reelay.worker.media.FfmpegFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Turns a tenant's picture into a plain one that fills the frame. It is decoded in the child
/// process only, with limits; of a clip the first frame is taken.
final class DecodePicture {
    private static final String MOST_PIXELS = "50000000";
    private static final String MOST_MEMORY = "800000000"; // bytes of one allocation
    private static final String NEAR_THE_END = "-0.5"; // seconds; sound may end after the picture
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /// Which frame of a clip is taken; a picture has one.
    enum Frame {
        FIRST,
        LAST
    }

    private final Ffmpeg ffmpeg;

    DecodePicture(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /// Writes a BMP of exactly this size; what stands out on the longer side is cut off evenly.
    ///
    /// @param which the picture's name in messages
    void decode(String which, Path picture, Frame frame, Path bmp, int width, int height)
            throws NoClip, FfmpegFailed, IOException, InterruptedException {
        var kind =
                MediaKind.of(picture)
                        .orElseThrow(
                                () ->
                                        new NoClip(
                                                Reason.INVALID_INPUT,
                                                which
                                                        + " is not a PNG, JPEG, WebP, GIF, MP4 or"
                                                        + " WebM file"));
        try {
            var cover = cover(picture, width, height);
            ffmpeg.run(arguments(kind, picture, frame, bmp, cover), LIMIT);
        } catch (FfmpegFailed e) {
            switch (e.why()) {
                case UNUSABLE, KILLED -> throw e;
                case TOO_SLOW, ERROR ->
                        throw new NoClip(
                                Reason.INVALID_INPUT,
                                which + " cannot be decoded: it is broken or has too many pixels",
                                e);
            }
        }
    }

    /// Upright, cut to the frame's ratio, then scaled; clear places become black.
    private static String cover(Path picture, int width, int height) throws IOException {
        return Orientation.of(picture).filter()
                + "crop=w='min(iw,ih*%1$d/%2$d)':h='min(ih,iw*%2$d/%1$d)'".formatted(width, height)
                + ",scale=%d:%d:flags=lanczos+accurate_rnd+bitexact".formatted(width, height)
                + ",format=gbrap,premultiply=inplace=1,format=bgr24";
    }

    private static List<String> arguments(
            MediaKind kind, Path picture, Frame frame, Path bmp, String cover) {
        var isLast = frame == Frame.LAST;
        var all = new ArrayList<>(List.of("-max_alloc", MOST_MEMORY, "-max_pixels", MOST_PIXELS));
        all.addAll(List.of("-threads", "1", "-f", kind.demuxer()));
        if (isLast) {
            all.addAll(List.of("-sseof", NEAR_THE_END));
        }
        all.addAll(List.of("-i", Ffmpeg.file(picture), "-frames:v", "1"));
        all.addAll(List.of("-vf", isLast ? "reverse," + cover : cover));
        all.addAll(List.of("-an", "-f", "image2", "-c:v", "bmp", Ffmpeg.file(bmp)));
        return all;
    }
}
