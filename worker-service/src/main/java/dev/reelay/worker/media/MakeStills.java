package dev.reelay.worker.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/// Makes the still pictures that stand for a clip: one frame, and a sheet of frames from all of it.
@ApplicationScoped
public class MakeStills {
    private static final int WIDEST = 640;
    private static final double AT = 0.25; // of the length: past most fades, before most cuts
    private static final int COLUMNS = 4;
    private static final int ROWS = 4;
    private static final int WIDEST_OF_SHEET = 240; // of each frame
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// A longer clip's sheet is made of its key frames: decoding all of it takes seconds.
    private static final long LONG_MILLIS = 60_000;

    private static final int REMEMBERED = 32;

    private final Ffmpeg ffmpeg;
    private final ProbeVideo probe;
    private final Semaphore room;
    // A clip that comes a second time (brought home again after a crash, or the sandbox's tiny one)
    // costs no second decoding.
    private final Cache<String, Stills> made =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public MakeStills(Ffmpeg ffmpeg, ProbeVideo probe) {
        this.ffmpeg = ffmpeg;
        this.probe = probe;
        // More at once are no sooner done: each keeps a processor busy.
        room = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    }

    /// Whole files.
    ///
    /// @param thumbnail one frame as WebP, at most 640 pixels wide
    /// @param sheet sixteen frames, evenly spaced, four in a row, as JPEG; each at most 240 pixels
    ///   wide
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Stills(byte[] thumbnail, byte[] sheet) {}

    /// Throws `FfmpegFailed` where the clip has no frame that can be read.
    ///
    /// @param sha256 of the clip
    public Stills of(Path mp4, String sha256)
            throws FfmpegFailed, UnreadableVideo, IOException, InterruptedException {
        var known = made.getIfPresent(sha256);
        if (known != null) {
            return known;
        }
        var thumbnail = mp4.resolveSibling(mp4.getFileName() + ".webp");
        var sheet = mp4.resolveSibling(mp4.getFileName() + ".jpg");
        room.acquire();
        try {
            write(mp4, thumbnail, sheet);
            var stills = new Stills(Files.readAllBytes(thumbnail), Files.readAllBytes(sheet));
            made.put(sha256, stills);
            return stills;
        } finally {
            room.release();
            Files.deleteIfExists(thumbnail);
            Files.deleteIfExists(sheet);
        }
    }

    /// Both by one child process: starting one costs as much as a small picture.
    private void write(Path mp4, Path thumbnail, Path sheet)
            throws FfmpegFailed, UnreadableVideo, IOException, InterruptedException {
        var millis = probe.probe(mp4).durationMillis();
        var arguments = new ArrayList<String>();
        arguments.addAll(words("-threads 2 -f mov -ss"));
        arguments.addAll(List.of(text("%.3f", millis * AT / 1000), "-i", Ffmpeg.file(mp4)));
        arguments.addAll(words("-threads 2 -f mov -skip_loop_filter all"));
        if (millis > LONG_MILLIS) {
            arguments.addAll(words("-skip_frame nokey"));
        }
        arguments.addAll(List.of("-i", Ffmpeg.file(mp4)));
        arguments.addAll(words("-map 0:v:0 -frames:v 1 -map_metadata -1 -c:v libwebp -quality 75"));
        arguments.addAll(List.of("-vf", text("scale=w='min(%d,iw)':h=-2", WIDEST), "-f", "webp"));
        arguments.add(Ffmpeg.file(thumbnail));
        arguments.addAll(words("-map 1:v:0 -frames:v 1 -map_metadata -1 -c:v mjpeg -q:v 4"));
        arguments.addAll(List.of("-vf", sheetOf(millis), "-f", "mjpeg", Ffmpeg.file(sheet)));
        ffmpeg.run(arguments, LIMIT);
    }

    private static String sheetOf(long millis) {
        return text(
                "fps=%d/%d,scale=w='min(%d,iw)':h=-2,tile=%dx%d",
                COLUMNS * ROWS * 1000, millis, WIDEST_OF_SHEET, COLUMNS, ROWS);
    }

    private static List<String> words(String words) {
        return List.of(words.split(" ", -1));
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
