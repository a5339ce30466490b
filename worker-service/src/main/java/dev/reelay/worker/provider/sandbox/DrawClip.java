package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.media.Ffmpeg;
import dev.reelay.worker.media.FfmpegFailed;
import dev.reelay.worker.media.FfmpegFailed.Why;
import dev.reelay.worker.media.PackedFile;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.ProbedVideo;
import dev.reelay.worker.media.UnpackedFiles;
import dev.reelay.worker.media.UnreadableVideo;
import dev.reelay.worker.provider.sandbox.DecodePicture.Frame;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Draws a scene as an MP4 in a child process.
@Singleton
class DrawClip {
    private static final int PIXELS_OF_1080P = 1920 * 1080;
    private static final int NEARLY_DONE = 99;

    private final Ffmpeg ffmpeg;
    private final UnpackedFiles files;
    private final DecodePicture decode;
    private final ProbeVideo probe = new ProbeVideo();
    private volatile @Nullable Glyphs glyphs;

    DrawClip(Ffmpeg ffmpeg, UnpackedFiles files) {
        this.ffmpeg = ffmpeg;
        this.files = files;
        this.decode = new DecodePicture(ffmpeg);
    }

    /// Answers the finished file, inside the folder. An interrupt kills the child. Throws
    /// `RenderKilled` where it may work another time, `NoClip` where it never will.
    ///
    /// @param pictures one file for each picture of the scene, or the clip that it continues
    /// @param folder an empty one of the caller's, who removes it
    /// @param progress told measured progress, 0 to 99
    Path draw(Scene scene, List<Path> pictures, Path folder, IntConsumer progress)
            throws NoClip, RenderKilled, IOException, InterruptedException {
        try {
            return render(scene, pictures, folder, progress);
        } catch (FfmpegFailed e) {
            if (e.why() == Why.KILLED) {
                throw new RenderKilled(e);
            }
            throw new NoClip(Reason.PROVIDER_ERROR, "the sandbox's renderer " + what(e.why()), e);
        }
    }

    private static String what(Why why) {
        return switch (why) {
            case UNUSABLE -> "cannot be run on this installation";
            case TOO_SLOW -> "took too long";
            case KILLED -> "was killed";
            case ERROR -> "failed";
        };
    }

    private Path render(Scene scene, List<Path> pictures, Path folder, IntConsumer progress)
            throws NoClip, FfmpegFailed, IOException, InterruptedException {
        var clip = folder.resolve("clip.mp4");
        var old = scene.continued() == null ? null : old(scene, pictures.getFirst());
        var filters = new Filters(scene, old);
        var arguments = new ArrayList<>(inputs(scene, pictures, folder));
        arguments.addAll(filters.arguments(card(scene, folder)));
        arguments.add(Ffmpeg.file(clip));
        var oldMillis = old == null ? 0 : old.durationMillis();
        var whole = scene.seconds() * 1000L + oldMillis;
        ffmpeg.run(
                folder,
                arguments,
                limit(scene, oldMillis),
                written -> progress.accept((int) Math.min(NEARLY_DONE, written * 100 / whole)));
        return clip;
    }

    private ProbedVideo old(Scene scene, Path clip) throws NoClip, IOException {
        try {
            return probe.probe(clip);
        } catch (UnreadableVideo e) {
            throw new NoClip(Reason.INVALID_INPUT, scene.named(0) + " cannot be read", e);
        }
    }

    private List<String> inputs(Scene scene, List<Path> pictures, Path folder)
            throws NoClip, FfmpegFailed, IOException, InterruptedException {
        var fine = Filters.fineness(scene);
        var all = new ArrayList<String>();
        for (var i = 0; i < pictures.size(); i++) {
            var bmp = folder.resolve("picture" + i + ".bmp");
            decode.decode(
                    scene.named(i),
                    pictures.get(i),
                    scene.continued() == null ? Frame.FIRST : Frame.LAST,
                    bmp,
                    scene.width() * fine,
                    scene.height() * fine);
            all.addAll(List.of("-f", "bmp_pipe", "-i", Ffmpeg.file(bmp)));
        }
        if (scene.continued() != null) {
            all.addAll(List.of("-f", "mov", "-i", Ffmpeg.file(pictures.getFirst())));
        }
        return all;
    }

    /// Lays the text out and writes each line into a file of the folder, beside the font.
    private TitleCard card(Scene scene, Path folder) throws IOException {
        var font = files.of(PackedFile.FONT);
        Files.copy(font, folder.resolve(Filters.FONT), StandardCopyOption.REPLACE_EXISTING);
        var card = TitleCard.of(scene, glyphs(font));
        for (var i = 0; i < card.lines().size(); i++) {
            Files.writeString(folder.resolve(Filters.lineFile(i)), card.lines().get(i));
        }
        return card;
    }

    private Glyphs glyphs(Path font) throws IOException {
        var known = glyphs;
        if (known == null) {
            known = Glyphs.read(font);
            glyphs = known;
        }
        return known;
    }

    /// Twenty times what a busy machine of two cores needs.
    private static Duration limit(Scene scene, long oldMillis) {
        var size = Math.max(1, scene.width() * scene.height() / PIXELS_OF_1080P);
        var pace = Math.max(1, scene.fps() / 24);
        var seconds = scene.seconds() + oldMillis / 1000;
        return Duration.ofSeconds(60L + 6L * seconds * size * pace);
    }
}
