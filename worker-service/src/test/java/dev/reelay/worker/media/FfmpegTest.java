package dev.reelay.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.worker.media.FfmpegFailed.Why;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {
    /// Without an end, so that only a kill ends it.
    private static final List<String> ENDLESS =
            List.of("-f", "lavfi", "-i", "testsrc2=s=640x360", "-f", "null", "-");

    @TempDir Path temp;

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").contains("ffmpeg"))
                .toList();
    }

    private static void awaitNoChild() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(children()).isEmpty());
    }

    @Nested
    class GivenAChildThatRuns {
        @Test
        void when_its_time_is_over_then_it_is_killed() {
            assertThatThrownBy(() -> RealFfmpeg.FFMPEG.run(ENDLESS, Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(
                            FfmpegFailed.class, e -> assertThat(e.why()).isEqualTo(Why.TOO_SLOW));
            awaitNoChild();
        }

        @Test
        void when_its_caller_is_interrupted_then_it_is_killed() throws Exception {
            var started = new CountDownLatch(1);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<Void> run =
                        () -> {
                            RealFfmpeg.FFMPEG.run(
                                    temp,
                                    ENDLESS,
                                    Duration.ofMinutes(2),
                                    millis -> started.countDown());
                            return null;
                        };
                var running = threads.submit(run);
                started.await();
                running.cancel(true);
            }
            awaitNoChild();
        }

        @Test
        void when_the_worker_leaves_then_it_is_killed_and_no_other_starts() throws Exception {
            var ffmpeg = new Ffmpeg(RealFfmpeg.packaged(), RealFfmpeg.FILES);
            var started = new CountDownLatch(1);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<Void> run =
                        () -> {
                            ffmpeg.run(
                                    temp,
                                    ENDLESS,
                                    Duration.ofMinutes(2),
                                    millis -> started.countDown());
                            return null;
                        };
                var running = threads.submit(run);
                started.await();
                ffmpeg.close();
                assertThat(running)
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableOfType(ExecutionException.class)
                        .withCauseInstanceOf(FfmpegFailed.class);
            }
            assertThatThrownBy(() -> ffmpeg.run(ENDLESS, Duration.ofMinutes(2)))
                    .isInstanceOf(FfmpegFailed.class);
            awaitNoChild();
        }

        @Test
        void when_the_worker_is_killed_then_it_dies_too() throws Exception {
            var worker =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    OtherWorker.class.getName())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var child = ProcessHandle.of(Long.parseLong(worker.inputReader().readLine()));
            assertThat(child).isPresent();

            worker.destroyForcibly().waitFor();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !child.orElseThrow().isAlive());
        }

        @Test
        void when_it_runs_then_it_sees_nothing_of_our_environment() throws Exception {
            var script =
                    program(
                            """
                            #!/bin/sh
                            env > env.txt
                            exit 0
                            """);
            var ffmpeg = new Ffmpeg(RealFfmpeg.config(script), RealFfmpeg.FILES);

            ffmpeg.run(temp, List.of(), Duration.ofSeconds(20), millis -> {});

            assertThat(Files.readAllLines(temp.resolve("env.txt")))
                    .extracting(line -> line.replaceAll("=.*", ""))
                    .isSubsetOf("PATH", "PWD", "OLDPWD", "SHLVL", "_");
        }
    }

    /// Stays in a run; tells the pid of its ffmpeg.
    static final class OtherWorker {
        public static void main(String[] arguments) throws Exception {
            RealFfmpeg.FFMPEG.run(
                    Path.of(System.getProperty("java.io.tmpdir")),
                    ENDLESS,
                    Duration.ofMinutes(2),
                    millis -> {
                        System.out.println(children().getLast().pid());
                        System.out.flush();
                    });
        }
    }

    private Path program(String script) throws Exception {
        var file = Files.writeString(temp.resolve("ffmpeg"), script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Nested
    class GivenAProgramThatDoesNotWork {
        @Test
        void when_it_is_missing_then_the_message_names_it() {
            assertUnusable(temp.resolve("nothing"), "REELAY_WORKER_FFMPEG names no program");
        }

        @Test
        void when_it_is_no_program_then_that_is_said() throws Exception {
            assertUnusable(program("\u007fELF broken"), "ffmpeg ended with 12");
        }

        @Test
        void when_it_fails_then_its_last_words_are_in_the_message() throws Exception {
            var ffmpeg =
                    new Ffmpeg(
                            RealFfmpeg.config(program("#!/bin/sh\necho no such codec; exit 3\n")),
                            RealFfmpeg.FILES);

            assertThatThrownBy(() -> ffmpeg.run(List.of(), Duration.ofSeconds(20)))
                    .isInstanceOf(FfmpegFailed.class)
                    .hasMessage("ffmpeg ended with 3: no such codec");
        }

        private static void assertUnusable(Path program, String message) {
            var ffmpeg = new Ffmpeg(RealFfmpeg.config(program), RealFfmpeg.FILES);
            assertThatThrownBy(() -> ffmpeg.run(List.of(), Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            FfmpegFailed.class, e -> assertThat(e.why()).isEqualTo(Why.UNUSABLE))
                    .hasMessageContaining(message);
        }
    }

    @Nested
    class GivenThePackagedProgram {
        private UnpackedFiles files(Path folder) {
            return new UnpackedFiles(RealFfmpeg.config(Optional.empty(), Optional.of(folder)));
        }

        @Test
        void when_unpacked_then_only_this_user_can_enter_its_folder() throws Exception {
            var file = files(temp.resolve("cache")).of(PackedFile.FONT);

            assertThat(Files.getPosixFilePermissions(file.getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }

        @Test
        void when_many_unpack_at_once_then_all_get_the_whole_file() throws Exception {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<Path> unpack = () -> files(temp.resolve("cache")).of(PackedFile.FONT);
                var all = threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> unpack).toList());

                for (var one : all) {
                    assertThat(one.get()).hasSize(PackedFile.FONT.size());
                }
            }
            try (var left = Files.list(temp.resolve("cache"))) {
                assertThat(left).hasSize(1);
            }
        }

        @Test
        void when_others_may_write_into_the_folder_then_another_one_is_taken() throws Exception {
            var open = Files.createDirectory(temp.resolve("cache"));
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

            assertThat(files(open).of(PackedFile.FONT).getParent()).isNotEqualTo(open);
        }

        @Test
        void when_the_folder_is_a_link_then_another_one_is_taken() throws Exception {
            var target = Files.createDirectory(temp.resolve("target"));
            var link = Files.createSymbolicLink(temp.resolve("cache"), target);

            assertThat(files(link).of(PackedFile.FONT).getParent()).isNotEqualTo(link);
        }

        @Test
        void when_the_file_was_cut_off_then_it_is_unpacked_again() throws Exception {
            var cache = temp.resolve("cache");
            Files.write(files(cache).of(PackedFile.FONT), new byte[10]);

            assertThat(files(cache).of(PackedFile.FONT)).hasSize(PackedFile.FONT.size());
        }

        @Test
        void when_the_artifact_holds_something_else_then_it_is_refused() {
            var other = new PackedFile(PackedFile.FONT.resource(), "x", 1, "0".repeat(64), true);

            assertThatThrownBy(() -> files(temp.resolve("cache")).of(other))
                    .hasMessageContaining("is not what it should be");
        }
    }
}
