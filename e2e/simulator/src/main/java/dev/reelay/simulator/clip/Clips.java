package dev.reelay.simulator.clip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Real MP4 files, rendered when first asked for and kept in a folder, one for each size, length
/// and sound. One is rendered at a time.
public final class Clips {
    private static final int LONGEST = 30;
    private static final int FRAMES_PER_SECOND = 24;

    private final Path folder;
    private final FfmpegProgram ffmpeg;

    /// @param folder may be shared by several programs
    public Clips(Path folder) {
        try {
            this.folder = Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.ffmpeg = new FfmpegProgram(folder);
    }

    /// One second of 160x90 without sound.
    public Path tiny() throws InterruptedException {
        return clip(160, 90, 1, false);
    }

    /// @param seconds at most 30; longer ones have 30
    public Path clip(int width, int height, int seconds, boolean hasSound)
            throws InterruptedException {
        var length = Math.clamp(seconds, 1, LONGEST);
        var size = even(width) + "x" + even(height);
        var name = "clip-%s-%d%s.mp4".formatted(size, length, hasSound ? "-sound" : "");
        var arguments =
                new ArrayList<>(
                        List.of(
                                "-f",
                                "lavfi",
                                "-i",
                                "smptebars=size=%s:rate=%d:duration=%d"
                                        .formatted(size, FRAMES_PER_SECOND, length)));
        if (hasSound) {
            arguments.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + length));
            arguments.addAll(List.of("-c:a", "aac", "-b:a", "64k"));
        }
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-movflags", "+faststart", "-f", "mp4"));
        return made(name, arguments);
    }

    /// The first frame of a clip of ours as a picture.
    ///
    /// @param kind `jpg`, `png` or `webp`
    public Path still(Path clip, String kind) throws InterruptedException {
        var codec =
                switch (kind) {
                    case "webp" -> List.of("-c:v", "libwebp", "-f", "webp");
                    case "png" -> List.of("-c:v", "png", "-f", "image2");
                    default -> List.of("-c:v", "mjpeg", "-f", "image2");
                };
        var arguments = new ArrayList<>(List.of("-i", clip.toString(), "-frames:v", "1"));
        arguments.addAll(codec);
        return made(clip.getFileName() + "." + kind, arguments);
    }

    private Path made(String name, List<String> arguments) throws InterruptedException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            make(file, arguments);
        }
        return file;
    }

    private synchronized void make(Path file, List<String> arguments) throws InterruptedException {
        if (Files.exists(file)) {
            return;
        }
        try {
            var part = Files.createTempFile(folder, "clip", ".part");
            var all = new ArrayList<>(arguments);
            all.add(part.toString());
            ffmpeg.run(all);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int even(int pixels) {
        return Math.max(2, pixels - pixels % 2);
    }
}
