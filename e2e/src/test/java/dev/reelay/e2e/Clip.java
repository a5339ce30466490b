package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/// What an outside program says of a file: codec, size, length, and how a frame looks.
record Clip(String codec, int width, int height, double seconds, boolean audio, Path file) {
    private static final Pattern VIDEO = Pattern.compile("Video: (\\w+).*?, (\\d+)x(\\d+)");
    private static final Pattern LENGTH = Pattern.compile("Duration: (\\d+):(\\d+):(\\d+\\.\\d+)");
    private static final Path FFMPEG = unpack();

    static Clip of(Path file) {
        var said =
                new String(
                        run(List.of("-i", file.toString(), "-hide_banner"), true),
                        StandardCharsets.UTF_8);
        var video = VIDEO.matcher(said);
        var length = LENGTH.matcher(said);
        assertThat(video.find() && length.find()).as("ffmpeg -i says:\n%s", said).isTrue();
        return new Clip(
                video.group(1),
                Integer.parseInt(video.group(2)),
                Integer.parseInt(video.group(3)),
                Integer.parseInt(length.group(1)) * 3600
                        + Integer.parseInt(length.group(2)) * 60
                        + Double.parseDouble(length.group(3)),
                said.contains("Audio: "),
                file);
    }

    /// The frame at a time, decoded.
    BufferedImage frameAt(double second) {
        var png =
                run(
                        List.of(
                                "-v",
                                "error",
                                "-ss",
                                String.valueOf(second),
                                "-i",
                                file.toString(),
                                "-frames:v",
                                "1",
                                "-f",
                                "image2pipe",
                                "-c:v",
                                "png",
                                "-"),
                        false);
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The mean colour of a frame.
    static Color mean(BufferedImage frame) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (var y = 0; y < frame.getHeight(); y++) {
            for (var x = 0; x < frame.getWidth(); x++) {
                var pixel = new Color(frame.getRGB(x, y));
                red += pixel.getRed();
                green += pixel.getGreen();
                blue += pixel.getBlue();
            }
        }
        var pixels = frame.getWidth() * frame.getHeight();
        return new Color((int) (red / pixels), (int) (green / pixels), (int) (blue / pixels));
    }

    private static byte[] run(List<String> arguments, boolean wantErrors) {
        var command = new ArrayList<>(List.of(FFMPEG.toString(), "-nostdin"));
        command.addAll(arguments);
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(wantErrors).start();
            try (var out = process.getInputStream()) {
                return out.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack() {
        try (var program =
                Clip.class.getResourceAsStream("/ws/schild/jave/nativebin/ffmpeg-amd64")) {
            var file = Files.createTempFile("ffmpeg", "");
            Files.write(file, Objects.requireNonNull(program).readAllBytes());
            assertThat(file.toFile().setExecutable(true)).isTrue();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
