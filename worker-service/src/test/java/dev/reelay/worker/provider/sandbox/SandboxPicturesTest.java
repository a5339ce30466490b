package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.store.S3Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxPicturesTest {
    private static final S3Objects OBJECTS = WorkerParts.objects();

    @TempDir Path temp;

    private Jdbi jdbi;
    private SandboxWorker worker;

    @BeforeEach
    void open() {
        jdbi = WorkerParts.emptyDatabase();
        jdbi.useHandle(h -> h.execute("truncate sandbox_task"));
        worker = new SandboxWorker(jdbi, OBJECTS);
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
    }

    private Path picture(String key, String colour) {
        var file =
                RealFfmpeg.make(
                        temp.resolve(key.replace('/', '-') + ".png"),
                        "-f lavfi -i color=c=%s:s=640x480 -frames:v 1".formatted(colour));
        OBJECTS.put(key, file, "image/png");
        return file;
    }

    @Nested
    class GivenPictures {
        @Test
        void when_rendered_then_they_are_seen() throws Exception {
            picture("inputs/t/j/first", "0xC03020");
            picture("inputs/t/j/last", "0x2030C0");
            var asked =
                    Attempts.of("")
                            .picture(Mode.FRAMES, Role.LAST_FRAME, "inputs/t/j/last")
                            .picture(Mode.FRAMES, Role.FIRST_FRAME, "inputs/t/j/first")
                            .seconds(2);
            var task = worker.start().submit(asked.attempt());

            var clip = worker.fetch(task, temp.resolve("clip.mp4"));

            assertThat(RealFfmpeg.colours(clip, 0, 1, 1)[0][0].getRed()).isGreaterThan(170);
            assertThat(RealFfmpeg.colours(clip, 1.95, 1, 1)[0][0].getBlue()).isGreaterThan(170);
        }

        @Test
        void when_a_clip_is_extended_then_it_is_the_beginning_of_the_new_one() throws Exception {
            var old =
                    RealFfmpeg.make(
                            temp.resolve("old.mp4"),
                            "-f lavfi -i color=c=0xC03020:s=320x180:d=2 -pix_fmt yuv420p");
            OBJECTS.put("inputs/t/j/video", old, "video/mp4");
            var asked = Attempts.of("").picture(Mode.EXTENSION, Role.VIDEO, "inputs/t/j/video");
            var task = worker.start().submit(asked.attempt());

            var clip = worker.fetch(task, temp.resolve("clip.mp4"));

            assertThat(new ProbeVideo().probe(clip).durationMillis()).isCloseTo(3000, within(50L));
        }

        @ParameterizedTest
        @CsvSource({"REFERENCE, REFERENCE", "VIDEO, VIDEO", "IMAGE, FIRST_FRAME"})
        void when_it_is_for_another_mode_then_it_is_shown_too(Mode mode, Role role)
                throws Exception {
            picture("inputs/t/j/one", "0x20A040");
            var asked = Attempts.of("").picture(mode, role, "inputs/t/j/one");
            var task = worker.start().submit(asked.attempt());

            var clip = worker.fetch(task, temp.resolve("clip.mp4"));

            assertThat(RealFfmpeg.colours(clip, 0, 1, 1)[0][0].getGreen()).isGreaterThan(140);
        }

        @Test
        void when_one_is_broken_then_the_verdict_says_which() throws Exception {
            picture("inputs/t/j/first", "red");
            var broken = Files.write(temp.resolve("broken"), new byte[] {(byte) 0x89, 'P'});
            OBJECTS.put("inputs/t/j/broken", broken, "image/png");
            var asked =
                    Attempts.of("")
                            .picture(Mode.FRAMES, Role.FIRST_FRAME, "inputs/t/j/first")
                            .picture(Mode.FRAMES, Role.LAST_FRAME, "inputs/t/j/broken");

            var outcome = (GaveUp) worker.start().outcome(worker.submit(asked.attempt()));

            assertThat(outcome.failure())
                    .isEqualTo(
                            new Failure(
                                    Reason.INVALID_INPUT,
                                    "the last picture is not a PNG, JPEG, WebP, GIF, MP4 or WebM"
                                            + " file"));
        }

        @Test
        void when_one_is_gone_then_the_verdict_says_so() {
            var asked = Attempts.of("").picture(Mode.IMAGE, Role.FIRST_FRAME, "inputs/none");

            var outcome = (GaveUp) worker.start().outcome(worker.submit(asked.attempt()));

            assertThat(outcome.failure())
                    .isEqualTo(
                            new Failure(
                                    Reason.INVALID_INPUT,
                                    "the first picture is no longer in the store"));
        }

        @Test
        void when_one_is_too_large_then_it_is_not_read() throws Exception {
            picture("inputs/t/j/first", "red");
            var asked = Attempts.of("").picture(Mode.IMAGE, Role.FIRST_FRAME, "inputs/t/j/first");
            try (var strict =
                    new SandboxWorker(
                            jdbi,
                            OBJECTS,
                            RealFfmpeg.FFMPEG,
                            Map.of("reelay.sandbox.largest-input", "100"))) {
                var outcome = (GaveUp) strict.start().outcome(strict.submit(asked.attempt()));

                assertThat(outcome.failure().reason()).isEqualTo(Reason.INVALID_INPUT);
                assertThat(outcome.failure().message()).endsWith("bytes, more than 100");
            }
        }
    }
}
