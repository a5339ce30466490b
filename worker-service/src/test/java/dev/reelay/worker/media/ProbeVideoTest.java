package dev.reelay.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeVideoTest {
    private static final String CLIP = "-f lavfi -i testsrc2=s=320x180:r=25 -t 2 -pix_fmt yuv420p ";

    private final ProbeVideo probe = new ProbeVideo();

    @TempDir Path temp;

    private Path clip(String words) {
        return RealFfmpeg.make(temp.resolve("clip.mp4"), words);
    }

    @Nested
    class GivenAClip {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "-c:v libx264 -f mp4",
                    "-c:v libx264 -movflags +faststart -f mp4",
                    "-c:v libx264 -movflags frag_keyframe+empty_moov -f mp4",
                    "-c:v libx264 -movflags frag_keyframe+empty_moov+default_base_moof -g 5 -f mp4",
                    "-c:v libx264 -movflags dash -f mp4",
                    "-c:v mpeg4 -f mov",
                    "-c:v libx265 -f mp4",
                })
        void when_probed_then_it_is_what_was_made(String how) throws Exception {
            var found = probe.probe(clip(CLIP + how));

            assertThat(found.width()).isEqualTo(320);
            assertThat(found.height()).isEqualTo(180);
            assertThat(found.durationMillis()).isCloseTo(2000, within(100L));
            assertThat(found.fps()).isCloseTo(25, within(0.1));
            assertThat(found.audio()).isFalse();
        }

        @Test
        void when_it_has_sound_then_that_is_seen() throws Exception {
            var found = probe.probe(clip("-f lavfi -i sine=d=2 " + CLIP + "-c:a aac -f mp4"));

            assertThat(found.audio()).isTrue();
            assertThat(found.width()).isEqualTo(320);
        }

        @Test
        void when_it_is_turned_then_the_shown_size_is_told() throws Exception {
            var flat = clip(CLIP + "-f mp4");
            var turned =
                    RealFfmpeg.make(
                            temp.resolve("turned.mp4"),
                            "-i "
                                    + Ffmpeg.file(flat)
                                    + " -c copy -metadata:s:v:0 rotate=90 -f mp4");

            assertThat(probe.probe(turned))
                    .extracting(ProbedVideo::width, ProbedVideo::height)
                    .containsExactly(180, 320);
        }
    }

    @Nested
    class GivenAFileThatIsNoClip {
        @ParameterizedTest
        @CsvSource({"''", "GIF89a", "<html>502 Bad Gateway</html>", "0000", "RIFFxxxxWEBPVP8 "})
        void when_probed_then_that_is_said(String content) throws Exception {
            assertUnreadable(content.getBytes(StandardCharsets.UTF_8), "not an MP4 file");
        }

        @Test
        void when_it_has_only_sound_then_that_is_said() {
            var sound = clip("-f lavfi -i sine=d=1 -c:a aac -f mp4");

            assertThatThrownBy(() -> probe.probe(sound))
                    .isInstanceOf(UnreadableVideo.class)
                    .hasMessage("there is no video track");
        }

        @Test
        void when_it_is_cut_off_then_that_is_said() throws Exception {
            var whole = Files.readAllBytes(clip(CLIP + "-movflags +faststart -f mp4"));

            assertUnreadable(
                    Arrays.copyOf(whole, whole.length - 1000), "cut off or broken: box 'mdat'");
        }

        @Test
        void when_the_index_is_missing_then_that_is_said() throws Exception {
            var whole = Files.readAllBytes(clip(CLIP + "-f mp4"));
            var mdat = new String(whole, StandardCharsets.ISO_8859_1).indexOf("mdat") - 4;
            var length = ByteBuffer.wrap(whole).getInt(mdat);

            assertUnreadable(Arrays.copyOf(whole, mdat + length), "there is no 'moov' box");
        }

        @Test
        void when_a_box_claims_more_than_there_is_then_nothing_is_read_for_it() throws Exception {
            var bytes = ByteBuffer.allocate(40);
            bytes.putInt(8).put(ascii("ftyp"));
            bytes.putInt(1).put(ascii("moov")).putLong(Long.MAX_VALUE);

            assertUnreadable(bytes.array(), "box 'moov' at byte 8 says 9223372036854775807 bytes");
        }

        @Test
        void when_it_is_nothing_but_boxes_then_it_is_given_up() throws Exception {
            var bytes = ByteBuffer.allocate(8 + 8 * 20_000).putInt(8).put(ascii("ftyp"));
            while (bytes.hasRemaining()) {
                bytes.putInt(8).put(ascii("free"));
            }

            assertUnreadable(bytes.array(), "more than 10000 boxes");
        }

        /// Whatever is broken, there is an answer, never another exception.
        @Test
        void when_any_bytes_of_its_index_are_broken_then_there_is_an_answer() throws Exception {
            var whole =
                    Files.readAllBytes(
                            clip("-f lavfi -i sine=d=2 " + CLIP + "-movflags +faststart -f mp4"));
            var index = new String(whole, StandardCharsets.ISO_8859_1).indexOf("mdat");
            var random = new Random(1);
            for (var i = 0; i < 3_000; i++) {
                var broken = whole.clone();
                for (var n = random.nextInt(4); n >= 0; n--) {
                    broken[random.nextInt(index)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(probe.probe(file(broken)).width()).isPositive();
                } catch (UnreadableVideo e) {
                    assertThat(e).hasMessageMatching("[ -~]{10,200}");
                }
            }
        }

        private static byte[] ascii(String four) {
            return four.getBytes(StandardCharsets.US_ASCII);
        }

        private Path file(byte[] bytes) throws IOException {
            return Files.write(temp.resolve("broken.mp4"), bytes);
        }

        private void assertUnreadable(byte[] bytes, String message) throws IOException {
            var file = file(bytes);
            assertThatThrownBy(() -> probe.probe(file))
                    .isInstanceOf(UnreadableVideo.class)
                    .hasMessageContaining(message);
        }
    }
}
