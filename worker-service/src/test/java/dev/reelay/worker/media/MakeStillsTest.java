package dev.reelay.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakeStillsTest {
    private final MakeStills make = new MakeStills(RealFfmpeg.FFMPEG, new ProbeVideo());

    @TempDir Path temp;

    @ParameterizedTest
    @CsvSource({"1280, 720, 640, 360", "360, 640, 360, 640", "1920, 822, 640, 274"})
    void when_made_then_it_is_a_webp_that_is_not_too_wide(
            int width, int height, int shownWidth, int shownHeight) throws Exception {
        var clip = clip("color=c=teal:s=%dx%d:r=24".formatted(width, height), 1);

        var bytes = make.of(clip, "one").thumbnail();

        var head = new String(bytes, 0, 16, StandardCharsets.ISO_8859_1);
        assertThat(head).startsWith("RIFF").contains("WEBPVP8");
        assertThat((bytes[26] & 255 | bytes[27] << 8) & 0x3FFF).isEqualTo(shownWidth);
        assertThat((bytes[28] & 255 | bytes[29] << 8) & 0x3FFF).isEqualTo(shownHeight);
    }

    @Test
    void when_made_then_it_shows_what_is_seen_after_a_quarter_of_the_clip() throws Exception {
        var clip =
                RealFfmpeg.make(
                        temp.resolve("c.mp4"),
                        "-f lavfi -i color=red:s=64x64:d=1 -f lavfi -i color=blue:s=64x64:d=7"
                                + " -filter_complex [0][1]concat -pix_fmt yuv420p");

        Files.write(temp.resolve("t.webp"), make.of(clip, "one").thumbnail());

        var seen = RealFfmpeg.colours(temp.resolve("t.webp"), 0, 1, 1)[0][0];
        assertThat(seen.getBlue()).isCloseTo(255, within(12));
        assertThat(seen.getRed()).isCloseTo(0, within(12));
    }

    @Test
    void when_made_then_the_sheet_shows_the_whole_clip_row_by_row() throws Exception {
        var clip =
                RealFfmpeg.make(
                        temp.resolve("c.mp4"),
                        "-f lavfi -i color=red:s=640x360:d=2 -f lavfi -i color=blue:s=640x360:d=2"
                                + " -filter_complex [0][1]concat -pix_fmt yuv420p");

        var sheet = make.of(clip, "one").sheet();

        Files.write(temp.resolve("s.jpg"), sheet);
        var image = ImageIO.read(temp.resolve("s.jpg").toFile());
        assertThat(image.getWidth()).isEqualTo(4 * 240);
        assertThat(image.getHeight()).isEqualTo(4 * 136);
        for (var frame = 0; frame < 16; frame++) {
            var seen = new Color(image.getRGB(frame % 4 * 240 + 120, frame / 4 * 136 + 68));
            assertThat(seen.getRed() > seen.getBlue()).as("frame " + frame).isEqualTo(frame < 8);
        }
    }

    @Test
    void when_there_is_no_frame_then_that_is_said_and_nothing_is_left() throws Exception {
        var clip = clip("color=c=teal:s=64x64:r=24", 2);
        var bytes = Files.readAllBytes(clip);
        var from = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
        var to = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("moov") - 4;
        Arrays.fill(bytes, from, to, (byte) 0);
        Files.write(clip, bytes);

        assertThatThrownBy(() -> make.of(clip, "one")).isInstanceOf(FfmpegFailed.class);
        assertThat(temp.resolve("c.mp4.webp")).doesNotExist();
        assertThat(temp.resolve("c.mp4.jpg")).doesNotExist();
    }

    @Test
    void when_the_same_clip_comes_again_then_nothing_is_decoded() throws Exception {
        var clip = clip("color=c=teal:s=64x64:r=24", 1);
        var first = make.of(clip, "one");
        Files.delete(clip);

        assertThat(make.of(clip, "one")).isSameAs(first);
    }

    private Path clip(String source, int seconds) {
        return RealFfmpeg.make(
                temp.resolve("c.mp4"),
                "-f lavfi -i " + source + " -t " + seconds + " -pix_fmt yuv420p");
    }
}
