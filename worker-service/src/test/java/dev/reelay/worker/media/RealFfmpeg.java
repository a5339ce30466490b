package dev.reelay.worker.media;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The packaged ffmpeg for tests, and eyes to look at what came out.
public final class RealFfmpeg {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Unpacked where every run of the tests finds it again.
    public static final UnpackedFiles FILES = new UnpackedFiles(packaged());

    public static final Ffmpeg FFMPEG = new Ffmpeg(packaged(), FILES);

    private RealFfmpeg() {}

    static MediaConfig packaged() {
        return config(Optional.empty(), Optional.empty());
    }

    /// Configuration that names this program.
    public static MediaConfig config(Path program) {
        return config(Optional.of(program), Optional.empty());
    }

    static MediaConfig config(Optional<Path> program, Optional<Path> folder) {
        return new MediaConfig() {
            @Override
            public Optional<Path> ffmpeg() {
                return program;
            }

            @Override
            public Optional<Path> ffmpegFolder() {
                return folder;
            }

            @Override
            public int ffmpegMemory() {
                return 2_000_000;
            }
        };
    }

    /// Runs ffmpeg with words split at spaces, then the file.
    public static Path make(Path file, String words) {
        var arguments = new ArrayList<>(List.of(words.split(" ", -1)));
        arguments.add(Ffmpeg.file(file));
        run(FFMPEG, arguments);
        return file;
    }

    /// Mean colours of the frame at this second, as a grid of so many columns and rows.
    public static Color[][] colours(Path clip, double second, int columns, int rows) {
        var raw = clip.resolveSibling("frame.rgb");
        var at = String.format(Locale.ROOT, "%.3f", second);
        var scale = "scale=%d:%d:flags=area:in_color_matrix=bt709".formatted(columns, rows);
        run(
                FFMPEG,
                List.of(
                        "-ss",
                        at,
                        "-i",
                        Ffmpeg.file(clip),
                        "-frames:v",
                        "1",
                        "-vf",
                        scale,
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "rgb24",
                        Ffmpeg.file(raw)));
        try {
            return grid(Files.readAllBytes(raw), columns, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Color[][] grid(byte[] rgb, int columns, int rows) {
        var grid = new Color[rows][columns];
        for (var y = 0; y < rows; y++) {
            for (var x = 0; x < columns; x++) {
                var at = 3 * (y * columns + x);
                grid[y][x] = new Color(rgb[at] & 255, rgb[at + 1] & 255, rgb[at + 2] & 255);
            }
        }
        return grid;
    }

    private static void run(Ffmpeg ffmpeg, List<String> arguments) {
        try {
            ffmpeg.run(arguments, LIMIT);
        } catch (FfmpegFailed e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
