package dev.reelay.worker.provider.sandbox;

import static dev.reelay.worker.provider.sandbox.Eyes.assertColour;
import static dev.reelay.worker.provider.sandbox.Eyes.farthest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.ProbedVideo;
import dev.reelay.worker.media.RealFfmpeg;
import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawPicturesTest {
    private final DrawClip draw = new DrawClip(RealFfmpeg.FFMPEG, RealFfmpeg.FILES);

    @TempDir Path temp;
    private int drawn;

    private Path draw(Scene scene, Path... pictures) throws Exception {
        var folder = Files.createDirectory(temp.resolve("draw" + drawn++));
        return draw.draw(scene, List.of(pictures), folder, progress -> {});
    }

    private static ProbedVideo probe(Path clip) throws Exception {
        return new ProbeVideo().probe(clip);
    }

    private Path picture(String name, String colour, int width, int height) {
        return RealFfmpeg.make(
                temp.resolve(name),
                "-f lavfi -i color=c=%s:s=%dx%d -frames:v 1".formatted(colour, width, height));
    }

    private static Scene pictured(String text, int width, int height, int seconds, String... keys) {
        return new Scene(text, width, height, seconds, 24, false, 3, List.of(keys));
    }

    @Nested
    class GivenAClipToContinue {
        private Path clip(String source) {
            return RealFfmpeg.make(temp.resolve("old.mp4"), source + " -pix_fmt yuv420p");
        }

        private static Scene continuing(boolean audio) {
            return new Scene("", 320, 180, 2, 24, audio, 3, List.of(), "old");
        }

        @Test
        void when_drawn_then_it_comes_first_and_its_last_frame_goes_on() throws Exception {
            var old =
                    clip(
                            "-f lavfi -i color=red:s=320x180:r=30:d=1"
                                    + " -f lavfi -i color=blue:s=320x180:r=30:d=2"
                                    + " -filter_complex [0][1]concat");

            var clip = draw(continuing(false), old);

            assertThat(probe(clip).durationMillis()).isCloseTo(5000, within(50L));
            assertThat(probe(clip).fps()).isCloseTo(24, within(0.1));
            assertThat(probe(clip).audio()).isFalse();
            assertThat(RealFfmpeg.colours(clip, 0.5, 1, 1)[0][0].getRed()).isGreaterThan(170);
            assertThat(RealFfmpeg.colours(clip, 1.5, 1, 1)[0][0].getBlue()).isGreaterThan(170);
            assertThat(RealFfmpeg.colours(clip, 4.5, 1, 1)[0][0].getBlue()).isGreaterThan(170);
        }

        @ParameterizedTest
        @CsvSource({"''", "-f lavfi -i sine=d=1 -shortest"})
        void when_there_shall_be_sound_then_both_parts_have_it(String sound) throws Exception {
            var old = clip(("-f lavfi -i color=red:s=640x640:r=24:d=1 " + sound).strip());
            var clip = draw(continuing(true), old);
            assertThat(probe(clip).durationMillis()).isCloseTo(3000, within(60L));
            assertThat(probe(clip).audio()).isTrue();
            assertThat(probe(clip).width()).isEqualTo(320);
            assertThat(probe(clip).height()).isEqualTo(180);
        }

        @Test
        void when_it_is_no_clip_then_that_is_said() throws Exception {
            var broken = Files.writeString(temp.resolve("old.mp4"), "no clip at all");
            assertThatThrownBy(() -> draw(continuing(false), broken))
                    .isInstanceOfSatisfying(
                            NoClip.class,
                            e -> assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_INPUT));
        }
    }

    @Nested
    class GivenOnePicture {
        @Test
        void when_drawn_then_it_fills_the_frame_and_is_cropped_evenly() throws Exception {
            var green = picture("photo.png", "0x20A040", 800, 600);
            var clip = draw(pictured("", 360, 640, 2, "a"), green);

            assertThat(probe(clip).width()).isEqualTo(360);
            assertThat(probe(clip).height()).isEqualTo(640);
            for (var second : new double[] {0, 1, 1.9}) {
                assertColour(RealFfmpeg.colours(clip, second, 9, 16), new Color(0x20A040));
            }
        }

        @Test
        void when_it_has_parts_then_they_are_seen_where_they_belong_and_move() throws Exception {
            var photo =
                    RealFfmpeg.make(
                            temp.resolve("quarters.png"),
                            "-f lavfi -i color=red:s=640x360 -f lavfi -i color=blue:s=640x360"
                                    + " -filter_complex hstack -frames:v 1");
            var clip = draw(pictured("", 640, 180, 3, "a"), photo);

            var start = RealFfmpeg.colours(clip, 0, 64, 18);
            assertThat(start[9][2].getRed()).isGreaterThan(220);
            assertThat(start[9][61].getBlue()).isGreaterThan(220);
            assertThat(farthest(start, RealFfmpeg.colours(clip, 2.9, 64, 18))).isGreaterThan(60);
        }

        @Test
        void when_there_is_a_prompt_then_it_is_a_caption_at_the_bottom() throws Exception {
            var white = picture("white.png", "white", 640, 360);
            var clip = draw(pictured("A long caption ".repeat(20), 640, 360, 1, "a"), white);

            var grid = RealFfmpeg.colours(clip, 0.5, 64, 36);
            assertColour(Arrays.copyOf(grid, 30), Color.WHITE);
            assertThat(grid[33][32].getRed()).isLessThan(220);
        }

        @ParameterizedTest
        @CsvSource({"a.jpg", "a.webp", "a.gif", "a.mp4", "a.webm"})
        void when_it_is_of_another_kind_then_it_is_shown_too(String name) throws Exception {
            var clip = draw(pictured("", 320, 180, 1, "a"), picture(name, "0xC03020", 320, 240));

            assertColour(RealFfmpeg.colours(clip, 0.5, 8, 8), new Color(0xC03020));
        }

        /// A camera that is held upright notes "turn by a quarter" and keeps the picture lying.
        @Test
        void when_it_wants_to_be_turned_then_it_is_turned() throws Exception {
            var lying =
                    RealFfmpeg.make(
                            temp.resolve("lying.jpg"),
                            "-f lavfi -i color=red:s=200x100 -f lavfi -i color=blue:s=200x100"
                                    + " -filter_complex vstack -frames:v 1");
            for (var order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                var turned = Files.write(temp.resolve("turned.jpg"), noted(lying, 6, order));

                var clip = draw(pictured("", 180, 180, 1, "a"), turned);

                for (var row : RealFfmpeg.colours(clip, 0, 8, 8)) {
                    assertThat(row[0].getBlue()).isGreaterThan(200);
                    assertThat(row[7].getRed()).isGreaterThan(200); // what lay above
                }
            }
        }

        private static byte[] noted(Path jpeg, int orientation, ByteOrder order) throws Exception {
            var bytes = Files.readAllBytes(jpeg);
            var all = ByteBuffer.allocate(bytes.length + 36);
            all.put(bytes, 0, 2).putShort((short) 0xFFE1).putShort((short) 34);
            all.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
            all.put(
                    (order == ByteOrder.BIG_ENDIAN ? "MM" : "II")
                            .getBytes(StandardCharsets.US_ASCII));
            all.order(order).putShort((short) 42).putInt(8).putShort((short) 1);
            all.putShort((short) 0x0112).putShort((short) 3).putInt(1);
            all.putShort((short) orientation).putShort((short) 0).putInt(0);
            return all.put(bytes, 2, bytes.length - 2).array();
        }

        @Test
        void when_it_is_clear_in_places_then_they_are_black() throws Exception {
            var clear =
                    RealFfmpeg.make(
                            temp.resolve("clear.png"),
                            "-f lavfi -i color=c=red@0.0:s=320x240,format=rgba -frames:v 1");
            var clip = draw(pictured("", 320, 180, 1, "a"), clear);

            assertColour(RealFfmpeg.colours(clip, 0.5, 8, 8), Color.BLACK);
        }

        @Test
        void when_it_is_very_narrow_then_it_is_shown_too() throws Exception {
            var clip = draw(pictured("", 320, 180, 1, "a"), picture("n.png", "0xC03020", 2, 9000));

            assertColour(RealFfmpeg.colours(clip, 0.5, 8, 8), new Color(0xC03020));
        }

        @Test
        void when_it_is_broken_then_the_verdict_says_so() throws Exception {
            var photo = picture("photo.png", "green", 800, 600);
            var broken = temp.resolve("broken.png");
            Files.write(broken, Arrays.copyOf(Files.readAllBytes(photo), 60));

            assertThatThrownBy(() -> draw(pictured("", 320, 180, 1, "a"), broken))
                    .isInstanceOfSatisfying(
                            NoClip.class,
                            e -> {
                                assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_INPUT);
                                assertThat(e.failure().message())
                                        .isEqualTo(
                                                "the first picture cannot be decoded: it is broken"
                                                        + " or has too many pixels");
                            });
        }

        @ParameterizedTest
        @CsvSource({"#EXTM3U", "ffconcat version 1.0", "'<svg xmlns=\"http://x\"/>'", "''"})
        void when_it_is_no_picture_then_nothing_is_opened(String content) throws Exception {
            var list = Files.writeString(temp.resolve("photo.png"), content);

            assertThatThrownBy(() -> draw(pictured("", 320, 180, 1, "a"), list))
                    .isInstanceOfSatisfying(
                            NoClip.class,
                            e ->
                                    assertThat(e.failure().message())
                                            .isEqualTo(
                                                    "the first picture is not a PNG, JPEG, WebP,"
                                                            + " GIF, MP4 or WebM file"));
        }

        @Test
        void when_it_is_a_bomb_then_it_is_refused() throws Exception {
            var bomb = picture("bomb.png", "black", 9000, 9000); // 81 million pixels in 100 KB

            assertThatThrownBy(() -> draw(pictured("", 320, 180, 1, "a"), bomb))
                    .isInstanceOf(NoClip.class)
                    .hasMessageContaining("too many pixels");
        }
    }

    @Nested
    class GivenTwoPictures {
        @Test
        void when_drawn_then_the_first_fades_into_the_last() throws Exception {
            var red = picture("red.png", "0xC03020", 800, 600);
            var blue = picture("blue.jpg", "0x2030C0", 600, 800);
            var clip = draw(pictured("", 640, 360, 4, "a", "b"), red, blue);

            var found = probe(clip);
            assertThat(found.durationMillis()).isEqualTo(4000L);
            assertThat(found.fps()).isCloseTo(24, within(0.01));
            assertColour(RealFfmpeg.colours(clip, 0, 8, 8), new Color(0xC03020));
            assertColour(RealFfmpeg.colours(clip, 2, 8, 8), new Color(0x703070));
            assertColour(RealFfmpeg.colours(clip, 3.95, 8, 8), new Color(0x2030C0));
        }

        @ParameterizedTest
        @CsvSource({"1, 12", "1, 60", "7, 25", "3, 30"})
        void when_drawn_then_it_has_every_frame(int seconds, int fps) throws Exception {
            var red = picture("red.png", "red", 80, 60);
            var scene = new Scene("", 320, 180, seconds, fps, true, 3, List.of("a", "b"));

            var found = probe(draw(scene, red, red));

            assertThat(found.durationMillis()).isCloseTo(seconds * 1000L, within(100L));
            assertThat(found.fps()).isCloseTo(fps, within(0.01));
        }
    }
}
