package dev.reelay.worker.provider.sandbox;

import static dev.reelay.worker.provider.sandbox.Eyes.brightest;
import static dev.reelay.worker.provider.sandbox.Eyes.farthest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.media.Ffmpeg;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.ProbedVideo;
import dev.reelay.worker.media.RealFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DrawClipTest {
    private final DrawClip draw = new DrawClip(RealFfmpeg.FFMPEG, RealFfmpeg.FILES);

    @TempDir Path temp;
    private int drawn;

    private static Scene scene(String text, int width, int height, int seconds, long seed) {
        return new Scene(text, width, height, seconds, 24, false, seed, List.of());
    }

    private Path draw(Scene scene, Path... pictures) throws Exception {
        var folder = Files.createDirectory(temp.resolve("draw" + drawn++));
        return draw.draw(scene, List.of(pictures), folder, progress -> {});
    }

    private static ProbedVideo probe(Path clip) throws Exception {
        return new ProbeVideo().probe(clip);
    }

    @Nested
    class GivenAText {
        @ParameterizedTest
        @CsvSource({
            "1280, 720, 5, 24",
            "720, 1280, 2, 30",
            "480, 480, 1, 12",
            "1920, 822, 1, 60",
            "366, 854, 3, 25",
            "1920, 1080, 1, 24",
            "4096, 32, 1, 24"
        })
        void when_drawn_then_size_length_and_rate_are_as_asked(
                int width, int height, int seconds, int fps) throws Exception {
            var clip = draw(new Scene("A kite", width, height, seconds, fps, false, 7, List.of()));

            var found = probe(clip);
            assertThat(found.width()).isEqualTo(width);
            assertThat(found.height()).isEqualTo(height);
            assertThat(found.durationMillis()).isCloseTo(seconds * 1000L, within(100L));
            assertThat(found.fps()).isCloseTo(fps, within(0.01));
            assertThat(found.audio()).isFalse();
        }

        @Test
        void when_sound_is_asked_then_there_is_a_track_that_is_not_silent() throws Exception {
            var clip = draw(new Scene("A kite", 320, 180, 2, 24, true, 7, List.of()));

            var found = probe(clip);
            assertThat(found.audio()).isTrue();
            assertThat(found.durationMillis()).isCloseTo(2000L, within(100L));
            var sound =
                    RealFfmpeg.make(temp.resolve("s.raw"), "-i " + Ffmpeg.file(clip) + " -f s16le");
            var samples = Files.readAllBytes(sound);
            assertThat(samples.length / 2 / 2 / 44100.0).isCloseTo(2.0, within(0.1));
            assertThat(loudest(samples)).isBetween(1000, 8000); // heard, but soft
        }

        private static int loudest(byte[] littleEndian) {
            var most = 0;
            for (var i = 0; i + 1 < littleEndian.length; i += 2) {
                most = Math.max(most, Math.abs(littleEndian[i + 1] << 8 | littleEndian[i] & 255));
            }
            return most;
        }

        @Test
        void when_drawn_again_then_the_bytes_are_the_same() throws Exception {
            var once = draw(new Scene("A kite", 640, 360, 2, 24, true, 7, List.of()));
            var again = draw(new Scene("A kite", 640, 360, 2, 24, true, 7, List.of()));

            assertThat(again).hasSameBinaryContentAs(once);
        }

        @Test
        void when_the_seed_differs_then_the_bytes_differ() throws Exception {
            var once = draw(scene("A kite", 640, 360, 1, 7));
            var other = draw(scene("A kite", 640, 360, 1, 8));

            assertThat(Files.mismatch(once, other)).isNotEqualTo(-1);
        }

        @Test
        void when_drawn_then_the_text_is_bright_on_dark_in_the_middle() throws Exception {
            var clip = draw(scene("HHHHHHHH HHHHHHHH", 640, 360, 1, 7));

            var grid = RealFfmpeg.colours(clip, 0.5, 64, 36);
            assertThat(brightest(grid, 14, 22)).isGreaterThan(170);
            assertThat(brightest(grid, 0, 6)).isLessThan(160);
        }

        @Test
        void when_drawn_then_the_colours_move() throws Exception {
            var clip = draw(scene("", 640, 360, 5, 7));

            var start = RealFfmpeg.colours(clip, 0, 8, 8);
            var end = RealFfmpeg.colours(clip, 4.5, 8, 8);
            assertThat(farthest(start, end)).isGreaterThan(20);
        }

        static Stream<String> hostile() {
            return Stream.of(
                    "%{pts} %{eif:n:d} %%{localtime} %n $HOME `id`",
                    "it's \"quoted\": a, b; c [v] \\ \\n 'x' = y",
                    "one\ntwo\r\n\tthree\n\n\n\nfour",
                    "a kite 🪁 over 日本 the sea",
                    "日本語のプロンプト",
                    "مرحبا بالعالم, שלום עולם",
                    "\u202Eright\u0000to\u0007left\uFEFF\uD800",
                    "x".repeat(30_000),
                    "many words ".repeat(2_800),
                    "   \n  ");
        }

        @ParameterizedTest
        @MethodSource("hostile")
        void when_the_text_is_hostile_then_it_is_drawn_as_it_stands(String text) throws Exception {
            var clip = draw(scene(text, 640, 360, 1, 7));

            assertThat(probe(clip).durationMillis()).isEqualTo(1000L);
        }
    }

    @Nested
    class GivenAProgramThatDoesNotWork {
        @Test
        void when_it_is_missing_then_the_verdict_is_the_renderers() {
            var broken = RealFfmpeg.config(temp.resolve("ffmpeg"));
            var other = new DrawClip(new Ffmpeg(broken, RealFfmpeg.FILES), RealFfmpeg.FILES);

            assertThatThrownBy(
                            () -> other.draw(scene("x", 320, 180, 1, 1), List.of(), temp, p -> {}))
                    .isInstanceOfSatisfying(
                            NoClip.class,
                            e -> {
                                assertThat(e.failure().reason()).isEqualTo(Reason.PROVIDER_ERROR);
                                assertThat(e.failure().message())
                                        .isEqualTo(
                                                "the sandbox's renderer cannot be run on this"
                                                        + " installation");
                            });
        }
    }

    @Nested
    class GivenALongScene {
        @Test
        void when_drawn_then_progress_is_measured() throws Exception {
            var seen = new ArrayList<Integer>();
            var folder = Files.createDirectory(temp.resolve("long"));

            draw.draw(scene("x", 1280, 720, 20, 1), List.of(), folder, seen::add);

            assertThat(seen).isSorted().hasSizeGreaterThan(2);
            assertThat(seen.getFirst()).isLessThan(60);
            assertThat(seen.getLast()).isLessThanOrEqualTo(99);
        }
    }
}
